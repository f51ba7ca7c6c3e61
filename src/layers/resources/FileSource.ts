import { existsSync, realpathSync } from "node:fs"
import { relative, resolve } from "node:path"
import type { ResourceSource } from "../../domain/resources/ResourceDef.ts"
import type { Value } from "../../domain/Value.ts"
import { problem } from "./ResourceProblem.ts"

const asText = (value: Value): string => (typeof value === "string" ? value : String(value))

/** The file that the user named in a source's stead: from the current directory, else from the project. */
export const overridingFile = (value: Value, cwd: string, projectDir: string): string => {
  const path = asText(value)
  const found = [resolve(cwd, path), resolve(projectDir, path)].find((candidate) => existsSync(candidate))
  if (found === undefined) throw problem(`${resolve(cwd, path)} does not exist`)
  return found
}

/** The file that a source names, from the first of some projects that has it. */
export const sourceFile = (source: ResourceSource, projectDirs: ReadonlyArray<string>): string => {
  // Nothing, as a flag without a value leaves it, would be the project itself.
  const dirs = source.target === "" ? [] : projectDirs
  const found = dirs.map((dir) => resolve(dir, source.target)).find((path) => existsSync(path))
  if (found === undefined) throw problem(`cannot find source file ${source.target === "" ? "''" : source.target}`)
  return found
}

/** Where a file lies below the first of some projects that it is in, for `preserve-path`; outside of all, `.`. */
export const belowProject = (path: string, projectDirs: ReadonlyArray<string>): string =>
  projectDirs
    // The project may be reached through a link, and the file not, or the other way around.
    .flatMap((dir) => (existsSync(dir) ? [dir, realpathSync(dir)] : []))
    .map((dir) => relative(dir, path))
    .find((below) => below !== "" && below !== ".." && !below.startsWith("../")) ?? "."
