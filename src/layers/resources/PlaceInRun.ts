import {
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync
} from "node:fs"
import { basename, dirname, join, relative } from "node:path"
import { Either } from "effect"
import type { ResourceDef, ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { renameFile } from "../../domain/resources/ResourceSelect.ts"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import { ensureDirBelow, realName, staysBelow } from "../SafeDirs.ts"
import { copyTree } from "./CopyTree.ts"
import { problem } from "./ResourceProblem.ts"

/** A file or directory that a source was resolved to. */
export interface FoundPath {
  /** Absolute. */
  readonly path: string
  /** Where it lies below the source: what `preserve-path` keeps. */
  readonly below: string
}

const targetPath = (found: FoundPath, source: ResourceSource, resource: ResourceDef): string => {
  const name = Either.getOrThrowWith(renameFile(basename(found.path), source.rename), (reason) => problem(reason))
  const kept = source.preservePath ? dirname(found.below) : "."
  const parts = [resource.path, source.path, kept, name].filter(
    (part) => part !== undefined && part !== "." && part !== ""
  )
  return join(...parts.map((part) => part ?? ""))
}

const COPY = "copy-"

/** A copy that is whole or not there at all, in the place of a file or a link. */
const copyWhole = (runDir: string, from: string, to: string): void => {
  ensureDirBelow(runDir, GUILD_DIR)
  const own = join(runDir, GUILD_DIR)
  // A guild that was killed has left its half; one at a time starts a run.
  for (const name of readdirSync(own).filter((each) => each.startsWith(COPY)))
    rmSync(join(own, name), { recursive: true, force: true })
  const half = mkdtempSync(join(own, COPY))
  try {
    copyTree(from, join(half, "copy"), to)
    rmSync(to, { force: true })
    renameSync(join(half, "copy"), to)
  } finally {
    rmSync(half, { recursive: true, force: true })
  }
}

/**
 * Puts what was found into the run, under the resource's path, the source's path and its own name, renamed. Gives a warning where
 * something else stands there already, which is then left as it is: unless the source replaces it, or it is a link that leads nowhere
 * or, where the source is resolved `again`, that an earlier start left. Throws a ResourceProblem where it would leave the run directory.
 */
export const placeInRun = (
  runDir: string,
  found: FoundPath,
  source: ResourceSource,
  resource: ResourceDef,
  again = false
): string | undefined => {
  const target = targetPath(found, source, resource)
  if (target === "." || !staysBelow(target) || target.split("/")[0] === GUILD_DIR)
    throw problem(`'${target}' is not a place for files of the run`)
  const link = join(runDir, target)
  ensureDirBelow(runDir, dirname(target))
  const to = relative(realpathSync(dirname(link)), realName(found.path))
  const copies = source.targetType === "copy" && existsSync(found.path)
  const there = lstatSync(link, { throwIfNoEntry: false })
  if (there !== undefined) {
    const isLink = there.isSymbolicLink()
    if (isLink && !copies && readlinkSync(link) === to) return undefined
    const givesWay = source.replaceExisting || (isLink && (again || !existsSync(link)))
    if (there.isDirectory() || !givesWay) return `${link} already exists, skipping link`
  }
  if (copies) copyWhole(runDir, found.path, link)
  else {
    rmSync(link, { force: true })
    symlinkSync(to, link)
  }
  return undefined
}

/** A path as `resolved_deps` has it: relative to the run directory. */
export const resolvedPath = (runDir: string, path: string): string => relative(realpathSync(runDir), realName(path))
