import { cpSync, lstatSync, mkdirSync, renameSync, rmSync } from "node:fs"
import { dirname } from "node:path"

/** Whether anything has this name, a broken link included. */
export const isTaken = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

/**
 * Moves a tree to a free name, making the directories above it. Across file systems it is copied whole under a hidden name,
 * links as links, and takes its name only when it is complete; then the old one goes. Throws what the disk says.
 */
export const moveTree = (from: string, to: string): void => {
  mkdirSync(dirname(to), { recursive: true })
  try {
    renameSync(from, to)
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EXDEV")) throw cause
    const partial = `${dirname(to)}/.moving-${process.pid}`
    rmSync(partial, { recursive: true, force: true })
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    renameSync(partial, to)
    rmSync(from, { recursive: true, force: true })
  }
}
