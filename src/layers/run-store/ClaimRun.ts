import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname } from "node:path"
import { lockEvidence } from "./Liveness.ts"

let count = 0

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined)

/** Whether the process that a lock names lives; a lock that is gone, or names none, holds nobody off. */
const isHeld = (lock: string, runDir: string): boolean => {
  try {
    return lockEvidence(readFileSync(lock, "utf8"), runDir, statSync(lock).mtimeMs)?.alive === true
  } catch (cause) {
    if (codeOf(cause) === "ENOENT") return false
    throw cause
  }
}

/** Gives a file its second name, unless that is taken: the one act of the disk that only one of several can do. */
const takeName = (file: string, name: string): boolean => {
  try {
    linkSync(file, name)
    return true
  } catch (cause) {
    if (codeOf(cause) === "EEXIST") return false
    throw cause
  }
}

/**
 * Makes the LOCK of a run, naming `pid`, if no process that lives has it. A lock that its process left behind is taken out of
 * the way first; should it turn out to be another's that was made meanwhile, it is put back. Throws what the disk says.
 *
 * @returns whether the lock is ours now
 */
export const claimLock = (lock: string, runDir: string, pid: number): boolean => {
  mkdirSync(dirname(lock), { recursive: true })
  const own = `${dirname(lock)}/.tmp-${process.pid}-claim-${count++}`
  const old = `${own}-old`
  try {
    writeFileSync(own, String(pid), { mode: 0o644 })
    if (takeName(own, lock)) return true
    if (isHeld(lock, runDir)) return false
    try {
      renameSync(lock, old)
    } catch (cause) {
      if (codeOf(cause) !== "ENOENT") throw cause
    }
    if (isHeld(old, runDir)) {
      takeName(old, lock)
      return false
    }
    return takeName(own, lock)
  } finally {
    rmSync(own, { force: true })
    rmSync(old, { force: true })
  }
}
