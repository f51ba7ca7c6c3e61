import { cpSync, existsSync, lstatSync, realpathSync, rmSync, symlinkSync } from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { Either } from "effect"
import type { ResourceDef, ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { renameFile } from "../../domain/resources/ResourceSelect.ts"
import { ensureDirBelow, staysBelow } from "../SafeDirs.ts"
import { problem } from "./ResourceProblem.ts"

/** A file or directory that a source was resolved to. */
export interface FoundPath {
  /** Absolute. */
  readonly path: string
  /** Where it lies below the source: what `preserve-path` keeps. */
  readonly below: string
}

/** The path without links in its directory; the last name stays as it is, so that a link to a link is kept. */
const realName = (path: string): string => join(realpathSync(dirname(path)), basename(path))

const targetPath = (found: FoundPath, source: ResourceSource, resource: ResourceDef): string => {
  const name = Either.getOrThrowWith(renameFile(basename(found.path), source.rename), (reason) => problem(reason))
  const kept = source.preservePath ? dirname(found.below) : "."
  const parts = [resource.path, source.path, kept, name].filter(
    (part) => part !== undefined && part !== "." && part !== ""
  )
  return join(...parts.map((part) => part ?? ""))
}

/**
 * Puts what was found into the run, under the resource's path, the source's path and its own name, renamed. Gives a warning where
 * something stands there already, which is then left as it is. Throws a ResourceProblem where it would leave the run directory.
 */
export const placeInRun = (
  runDir: string,
  found: FoundPath,
  source: ResourceSource,
  resource: ResourceDef
): string | undefined => {
  const target = targetPath(found, source, resource)
  if (!staysBelow(target) || target.split("/")[0] === ".guild")
    throw problem(`'${target}' is not a place for files of the run`)
  const link = join(runDir, target)
  const there = lstatSync(link, { throwIfNoEntry: false })
  if (there !== undefined) {
    if (!source.replaceExisting || there.isDirectory()) return `${link} already exists, skipping link`
    rmSync(link)
  }
  ensureDirBelow(runDir, dirname(target))
  if (source.targetType === "copy" && existsSync(found.path)) {
    cpSync(found.path, link, { recursive: true, dereference: true, errorOnExist: true, force: false })
    return undefined
  }
  symlinkSync(relative(realpathSync(dirname(link)), realName(found.path)), link)
  return undefined
}

/** A path as `resolved_deps` has it: relative to the run directory. */
export const resolvedPath = (runDir: string, path: string): string => relative(realpathSync(runDir), realName(path))
