import { statSync } from "node:fs"
import { join } from "node:path"
import { canonicalName, offersModels } from "../../domain/source/Distribution.ts"
import { installedIn } from "./InstalledMetadata.ts"
import { entriesOf } from "./PythonPath.ts"

const NAME = "guild.yml"

/** The namespace package that Guild's own packages are installed in. */
const NAMESPACE = "gpkg"

const PACKAGE = /^[A-Za-z0-9_][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_][A-Za-z0-9_-]*)*$/

/** Whether there is a file. One that may not be looked at counts, so that reading it says why it cannot be read. */
export const isFile = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() === true
  } catch {
    return true
  }
}

/** The Guild file of a package: `pkg.sub` is in the directory `pkg/sub` of the first place that has it. */
export const packageFile = (name: string, path: ReadonlyArray<string>): string | undefined =>
  PACKAGE.test(name) ? path.map((dir) => join(dir, ...name.split("."), NAME)).find(isFile) : undefined

/** Projects that are installed in a place and offer models, by the names that their metadata gives them. */
const offeredBy = (dir: string): ReadonlyArray<string> =>
  installedIn(dir)
    .filter(({ entryPoints }) => offersModels(entryPoints()))
    .flatMap(({ metadata }) => /^Name:[ \t]*(\S+)/m.exec(metadata())?.[1] ?? [])

/**
 * Names of the packages in those places that have a Guild file: directories, those in `gpkg`, and what is installed with
 * models among its entry points. Sorted.
 */
export const packageNames = (path: ReadonlyArray<string>): ReadonlyArray<string> => {
  const names = path.flatMap((dir) => [
    ...entriesOf(dir),
    ...entriesOf(join(dir, NAMESPACE)).map((name) => `${NAMESPACE}.${name}`),
    ...offeredBy(dir)
  ])
  return Array.from(new Set(names))
    .filter((name) => packageFile(name, path) !== undefined)
    .sort()
}

/** The version that a package is installed in; `undefined` for a directory that only lies on the path. */
export const installedVersion = (name: string, path: ReadonlyArray<string>): string | undefined => {
  for (const entry of path.flatMap(entriesOf)) {
    const [, project = "", version] = /^(.+?)-([^-]+)(?:-py[\d.]+)?\.(?:dist|egg)-info$/.exec(entry) ?? []
    if (version !== undefined && canonicalName(project) === canonicalName(name)) return version
  }
  return undefined
}
