import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { abandoned, disown, own } from "./Owned.ts"

/** What is there of a download that has not come to its end. */
export interface Part {
  /** The file that it is written to. */
  readonly path: string
  /** Bytes that are there. */
  readonly size: number
  /** What the server calls the version that they are of; they can be used only where it still has that. */
  readonly version: string | undefined
  /** How many bytes the whole has, as far as the server said so. */
  readonly total: number | undefined
}

const newPart = (path: string): Part => ({ path, size: 0, version: undefined, total: undefined })

const versionFile = (path: string): string => `${path}.version`

const move = (from: string, to: string): boolean => {
  try {
    renameSync(from, to)
    return true
  } catch {
    // Another guild was faster.
    return false
  }
}

/** Takes over what an earlier download of a file has left, or begins a new part. Each has one owner, until `releasePart`. */
export const takePart = (path: string): Part => {
  const mine = own(path, "part")
  const taken = abandoned(path, "part").find((left) => existsSync(versionFile(left)) && move(left, mine))
  if (taken === undefined || !move(versionFile(taken), versionFile(mine))) return newPart(mine)
  const [version, total = ""] = readFileSync(versionFile(mine), "utf8").split("\n")
  return { path: mine, size: statSync(mine).size, version, total: /^[0-9]+$/.test(total) ? Number(total) : undefined }
}

/** Remembers which version of the file the bytes of a part are of; of none they are of no use later. */
export const rememberVersion = ({ path, total, version }: Part): void => {
  if (version === undefined) rmSync(versionFile(path), { force: true })
  else writeFileSync(versionFile(path), `${version}\n${total ?? ""}`)
}

/** A part that is to be begun anew, as the server has no more of what is there. */
export const anew = ({ path }: Part): Part => newPart(path)

/** Gives a part up: with `keep`, for a later download to take over, where it can. */
export const releasePart = (part: Part, keep: boolean): void => {
  disown(part.path)
  const useful = keep && existsSync(versionFile(part.path)) && existsSync(part.path) && statSync(part.path).size > 0
  if (useful) return
  rmSync(part.path, { force: true })
  rmSync(versionFile(part.path), { force: true })
}
