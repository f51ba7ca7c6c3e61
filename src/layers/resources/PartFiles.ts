import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { basename, dirname, join } from "node:path"

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

/** Parts that this process writes to now. */
const active = new Set<string>()
let count = 0

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (cause) {
    return !(cause instanceof Error && "code" in cause && cause.code === "ESRCH")
  }
}

/** Parts of a file that nobody writes to any more. */
const abandoned = (path: string): ReadonlyArray<string> =>
  readdirSync(dirname(path)).flatMap((name) => {
    const prefix = `${basename(path)}.`
    const [pid] = /^\d+(?=-\d+\.part$)/.exec(name.startsWith(prefix) ? name.slice(prefix.length) : "") ?? []
    const part = join(dirname(path), name)
    if (pid === undefined || active.has(part)) return []
    return Number(pid) === process.pid || !isAlive(Number(pid)) ? [part] : []
  })

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
  const own = `${path}.${process.pid}-${(count += 1)}.part`
  active.add(own)
  const taken = abandoned(path).find((left) => existsSync(versionFile(left)) && move(left, own))
  if (taken === undefined || !move(versionFile(taken), versionFile(own))) return newPart(own)
  const [version, total = ""] = readFileSync(versionFile(own), "utf8").split("\n")
  return { path: own, size: statSync(own).size, version, total: /^[0-9]+$/.test(total) ? Number(total) : undefined }
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
  active.delete(part.path)
  const useful = keep && existsSync(versionFile(part.path)) && existsSync(part.path) && statSync(part.path).size > 0
  if (useful) return
  rmSync(part.path, { force: true })
  rmSync(versionFile(part.path), { force: true })
}
