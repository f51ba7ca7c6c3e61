import { existsSync, lstatSync, readdirSync } from "node:fs"
import type { RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { GUILD_DIR, OPREF_FILE } from "../../domain/runs/RunLayout.ts"
import { namesUnder } from "./ListRunDirs.ts"

const isDir = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true

const isLink = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true

const hasNoFile = (dir: string): boolean =>
  readdirSync(dir, { withFileTypes: true }).every((entry) => entry.isDirectory() && hasNoFile(`${dir}/${entry.name}`))

/**
 * A directory that is on its way to be a run: without an operation, and still marked as pending or without any file. A run whose
 * operation was lost has begun, or holds something else, and is none.
 */
const isHalfMade = (dir: string): boolean =>
  isDir(dir) && !existsSync(`${dir}/${OPREF_FILE}`) && (existsSync(`${dir}/${GUILD_DIR}/PENDING`) || hasNoFile(dir))

/** Directories of half-made runs that another run links to by their ids. Throws what the disk says. */
export const halfMadeRuns = (runsDir: string, from: RunRef): ReadonlyArray<RunRef> =>
  namesUnder(from.dir)
    .filter((name) => isLink(`${from.dir}/${name}`))
    .map((name) => ({ id: RunId.make(name), dir: `${runsDir}/${name}` }))
    .filter(({ dir }) => isHalfMade(dir))
