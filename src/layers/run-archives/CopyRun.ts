import {
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  statSync,
  symlinkSync,
  utimesSync
} from "node:fs"
import { dirname, isAbsolute, join, relative, resolve } from "node:path"
import { GUILD_DIR, OPREF_FILE } from "../../domain/runs/RunLayout.ts"
import { copyFileProven, syncDir } from "./ProvenCopy.ts"

interface Copy {
  /** The run's real directory. */
  readonly from: string
  /** Where the run will stand when it is complete: what relative links are counted from. */
  readonly to: string
  readonly copyResources: boolean
  /** The copy is all that will be left: it is on the disk itself before it counts. */
  readonly lasting: boolean
}

const isBelow = (path: string, dir: string): boolean => path === dir || path.startsWith(`${dir}/`)

const isRunDir = (path: string): boolean => {
  try {
    return statSync(join(path, OPREF_FILE), { throwIfNoEntry: false }) !== undefined
  } catch {
    return false
  }
}

/** What a link says where it stands and where it leads, by its words alone. */
const readLink = (path: string) => {
  const text = readlinkSync(path)
  return { text, target: resolve(dirname(path), text) }
}

/** What a link has to say in the new place to lead where it did. Runs beside each other stay beside each other. */
const aimed = (path: string, copy: Copy): string => {
  const { target, text } = readLink(path)
  if (isAbsolute(text) || isBelow(target, dirname(copy.from))) return text
  return relative(dirname(join(copy.to, relative(copy.from, path))), target)
}

/** The real path of what a link stands for and is to be replaced by, if it is. */
const replacement = (path: string, copy: Copy, above: ReadonlySet<string>): string | undefined => {
  if (!copy.copyResources) return undefined
  const { target } = readLink(path)
  if (isBelow(target, copy.from)) return undefined
  if (dirname(target) === dirname(copy.from) && isRunDir(target)) return undefined
  try {
    const real = realpathSync(path)
    // A directory that holds one on the way here, or the new place, would be copied into itself.
    return [...above, dirname(copy.to)].some((dir) => isBelow(dir, real)) ? undefined : real
  } catch {
    // It leads nowhere, and goes on doing so.
    return undefined
  }
}

/** `above` are the real directories on the way here. */
const copyDir = (from: string, to: string, copy: Copy, above: ReadonlySet<string>): void => {
  mkdirSync(to)
  for (const name of readdirSync(from)) {
    // A lock tells of a process in the old place.
    if (name === "LOCK" && from === join(copy.from, GUILD_DIR)) continue
    copyEntry(join(from, name), join(to, name), copy, above)
  }
  const { atime, mtime } = statSync(from)
  utimesSync(to, atime, mtime)
  if (copy.lasting) syncDir(to)
}

const copyEntry = (from: string, to: string, copy: Copy, above: ReadonlySet<string>): void => {
  const stat = lstatSync(from)
  if (stat.isDirectory()) return copyDir(from, to, copy, new Set([...above, from]))
  if (stat.isSymbolicLink()) {
    const real = replacement(from, copy, above)
    return real === undefined ? symlinkSync(aimed(from, copy), to) : copyEntry(real, to, copy, above)
  }
  // Sockets, pipes and devices cannot be copied and are no results.
  if (!stat.isFile()) return
  copyFileProven(from, to, copy.lasting)
  utimesSync(to, stat.atime, stat.mtime)
}

/** How a run is copied. */
export type CopyOptions = Pick<Copy, "copyResources" | "lasting">

/**
 * Copies a run's tree to `partial`, a free name beside `to`, where it will stand. Relative links that lead out of the directory
 * of runs are aimed anew. Each file is read back and held against what was read of the original. Throws what the disk says, and
 * where a copy is not what it was made of.
 */
export const copyRun = (from: string, partial: string, to: string, options: CopyOptions): void => {
  const real = realpathSync(from)
  // The place may be reached through a link itself, from where relative links would count otherwise.
  const place = join(realpathSync(dirname(to)), relative(dirname(to), to))
  copyDir(real, partial, { ...options, from: real, to: place }, new Set([real]))
}

const staysAimed = (dir: string, runsDir: string): boolean =>
  readdirSync(dir, { withFileTypes: true }).every((item) => {
    const path = join(dir, item.name)
    if (item.isDirectory()) return staysAimed(path, runsDir)
    if (!item.isSymbolicLink()) return true
    const { target, text } = readLink(path)
    return isAbsolute(text) || isBelow(target, runsDir)
  })

/** Whether a run's directory may simply be renamed: no link in it would lead elsewhere then. */
export const keepsItsLinks = (dir: string): boolean => {
  const real = realpathSync(dir)
  return staysAimed(real, dirname(real))
}
