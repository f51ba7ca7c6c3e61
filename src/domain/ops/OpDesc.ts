import type { OpRef } from "./OpRef.ts"
import { absolutePath, dirName, relativePath, userPath } from "../text/Paths.ts"
import { operationName } from "../runs/RunQueryOperation.ts"
import { shortPath } from "../text/ShortPath.ts"

/** Where lists are read from: what directories are shown against. Both absolute, `/`-separated. */
export interface Place {
  readonly cwd: string
  readonly homeDir: string
}

/**
 * A project's directory as a list shows it: nothing in the project itself, the way there when it is below or one step away, and
 * the whole path, home as `~`, otherwise.
 */
const projectDir = (dir: string, place: Place): string | undefined => {
  const whole = absolutePath(dir, "/")
  const path = relativePath(absolutePath(place.cwd, "/"), whole)
  if (path === "") return undefined
  if (path === "..") return "../"
  if (path.startsWith("../..")) return shortPath(userPath(whole, place.homeDir))
  return shortPath(path)
}

/** The directory that an operation comes from, where it is one. */
const sourceDir = (ref: OpRef): string | undefined =>
  ref.pkgType === "guildfile" ? dirName(ref.pkgName) : ref.pkgType === "script" ? ref.pkgName : undefined

/**
 * A run's operation as lists show it: its name and, where the project is not the current directory, the project: `train.py`,
 * `m:train (../other)`, `gpkg.mnist/logreg:train`. A batch stands behind the operation that it runs: `train.py+`.
 */
export const opDesc = (
  run: { readonly opRef: OpRef; readonly protoOpRef?: OpRef | undefined },
  place: Place
): string => {
  const source = run.protoOpRef ?? run.opRef
  const dir = sourceDir(source)
  const shown = dir === undefined || !dir.startsWith("/") ? undefined : projectDir(dir, place)
  const name = operationName(run.opRef, run.protoOpRef).full
  return shown === undefined ? name : `${name} (${shown})`
}

/** Where an operation comes from, for `from:`: its Guild file, its directory, or its package (with the version). */
export const opSource = (ref: OpRef, homeDir: string): string =>
  ref.pkgType === "package"
    ? `${ref.pkgName}==${ref.pkgVersion}`
    : ref.pkgType === "builtin"
      ? ref.pkgName
      : userPath(ref.pkgName, homeDir)
