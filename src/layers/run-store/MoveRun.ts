import { cpSync, lstatSync, readdirSync, renameSync, rmSync } from "node:fs"
import { dirname } from "node:path"
import { makeDirs } from "../SafeDirs.ts"

/** Whether anything has this name, a broken link included. */
export const isTaken = (path: string): boolean => lstatSync(path, { throwIfNoEntry: false }) !== undefined

/** A name that no listing shows, of what is on its way out. */
const GOING = ".going-"

/** Takes away what removals that were killed left in a directory. Others may be at it as well. */
export const sweepGoing = (dir: string): void => {
  for (const name of readdirSync(dir))
    if (name.startsWith(GOING)) rmSync(`${dir}/${name}`, { recursive: true, force: true })
}

/**
 * Removes a tree whose name is gone at once: killed on the way it leaves nothing that looks whole. Links are removed, never
 * followed. Throws what the disk says.
 */
export const removeTree = (path: string): void => {
  if (!isTaken(path)) return
  const going = `${dirname(path)}/${GOING}${process.pid}`
  rmSync(going, { recursive: true, force: true })
  renameSync(path, going)
  rmSync(going, { recursive: true, force: true })
}

/**
 * Moves a tree to a free name, making the directories above it. Across file systems it is copied whole under a hidden name,
 * links as links, and takes its name only when it is complete; then the old one goes. Throws what the disk says.
 */
export const moveTree = (from: string, to: string): void => {
  makeDirs(dirname(to))
  try {
    renameSync(from, to)
  } catch (cause) {
    if (!(cause instanceof Error && "code" in cause && cause.code === "EXDEV")) throw cause
    const partial = `${dirname(to)}/.moving-${process.pid}`
    rmSync(partial, { recursive: true, force: true })
    cpSync(from, partial, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true })
    renameSync(partial, to)
    removeTree(from)
  }
}
