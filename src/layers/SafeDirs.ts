import { lstatSync, mkdirSync, realpathSync, statSync } from "node:fs"
import { basename, dirname, join } from "node:path"

/** Something that is no directory stands where one is needed. */
export class PathInTheWay extends Error {
  /** As the system's own errors have it. */
  readonly code = "ENOTDIR"
  readonly path: string
  constructor(path: string) {
    super(`${path} is in the way: it is not a directory`)
    this.path = path
  }
}

/**
 * Makes a directory and those above it where they are missing. Node's own recursive mkdir never ends where a file system such as
 * /proc makes nothing. Throws what the disk says.
 */
export const makeDirs = (path: string): void => {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) return
  if (dirname(path) !== path) makeDirs(dirname(path))
  try {
    mkdirSync(path)
  } catch (cause) {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) throw cause
  }
}

/**
 * Makes a directory below `base`, one name at a time, and refuses to go through a link on the way: what is written there stays
 * below `base`. `made` remembers what is known to be fine. Throws where something is in the way.
 */
export const ensureDirBelow = (base: string, dir: string, made: Set<string> = new Set()): void => {
  if (dir === "." || dir === "" || made.has(dir)) return
  ensureDirBelow(base, dirname(dir), made)
  const path = join(base, dir)
  const there = lstatSync(path, { throwIfNoEntry: false })
  if (there === undefined) mkdirSync(path)
  else if (!there.isDirectory()) throw new PathInTheWay(path)
  made.add(dir)
}

/** The path without links in its directory; the last name stays as it is, so that a link to a link is kept. */
export const realName = (path: string): string => join(realpathSync(dirname(path)), basename(path))

/** Whether a `/`-path relative to a directory stays below it, by its words alone. */
export const staysBelow = (path: string): boolean =>
  path !== "" && !path.startsWith("/") && path.split("/").every((part) => part !== ".." && part !== "")
