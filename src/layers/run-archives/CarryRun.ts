import { renameSync, rmSync } from "node:fs"
import { dirname } from "node:path"
import type { CarryOptions } from "../../services/RunArchives.ts"
import { isTaken } from "../run-store/MoveRun.ts"
import { copyRun, keepsItsLinks } from "./CopyRun.ts"
import { sameTree, syncDir } from "./ProvenCopy.ts"
import { beginMove, endMove, unfinishedMove, workName } from "./Unfinished.ts"

/** How a run is carried, and on which machine. */
export type Carrying = CarryOptions & { readonly hostName: string }

const hasCode = (cause: unknown, ...codes: ReadonlyArray<string>): boolean =>
  cause instanceof Error && "code" in cause && codes.some((code) => cause.code === code)

const removeTree = (path: string): void => rmSync(path, { recursive: true, force: true })

/** Takes a run's own name away first, so that what is left of it at any moment is no half run. */
export const removeRun = (dir: string, hostName: string): void => {
  const gone = workName(dirname(dir), hostName)
  renameSync(dir, gone)
  removeTree(gone)
}

/** Copies to a hidden name beside `to`, hands that to `use`, and leaves nothing of it. */
const withCopy = <A>(from: string, to: string, options: Carrying, use: (copy: string) => A): A => {
  const copy = workName(dirname(to), options.hostName)
  try {
    copyRun(from, copy, to, { copyResources: options.copyResources, lasting: options.move })
    return use(copy)
  } finally {
    removeTree(copy)
  }
}

/** Gives a complete copy its name; `false` where another guild was here first. */
const settle = (copy: string, to: string): boolean => {
  try {
    renameSync(copy, to)
    return true
  } catch (cause) {
    if (hasCode(cause, "ENOTEMPTY", "EEXIST") && isTaken(to)) return false
    throw cause
  }
}

const renamed = (from: string, to: string): boolean => {
  try {
    renameSync(from, to)
    return true
  } catch (cause) {
    if (hasCode(cause, "EXDEV")) return false
    throw cause
  }
}

const copyAndRemove = (from: string, to: string, options: Carrying): boolean =>
  withCopy(from, to, options, (copy) => {
    beginMove(to, [from])
    if (!settle(copy, to)) return false
    syncDir(dirname(to))
    removeRun(from, options.hostName)
    return true
  })

/**
 * Goes on with a move that was killed between its copy and the end of the original. Where the two are no longer the same, both
 * stay, and the move is off.
 */
const resumeMove = (from: string, to: string, options: Carrying): boolean => {
  const same = withCopy(from, to, options, (copy) => sameTree(copy, to))
  if (same && options.move) removeRun(from, options.hostName)
  return same
}

/** Whether a run can be brought to a name: nothing has it, or a move of this run there is not complete. */
export const isFree = (from: string, to: string, move: boolean): boolean =>
  !isTaken(to) || (move && unfinishedMove(to).includes(from))

/**
 * Brings a run's directory to a name and says whether it did. Of a move the original goes when the copy is complete, proven and
 * on the disk; killed at any moment, the next move of it goes on from there. Throws what the disk says.
 */
export const carryRun = (from: string, to: string, options: Carrying): boolean => {
  const { copyResources, move } = options
  const resumed = isTaken(to)
  if (resumed && !unfinishedMove(to).includes(from)) return false
  if (!resumed && move && !copyResources && keepsItsLinks(from) && renamed(from, to)) return true
  if (!move && !resumed) return withCopy(from, to, options, (copy) => settle(copy, to))
  try {
    return resumed ? resumeMove(from, to, options) : copyAndRemove(from, to, options)
  } finally {
    endMove(to)
  }
}
