import {
  closeSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync
} from "node:fs"
import { dirname } from "node:path"
import { lockEvidence, lockPid, ownerPath } from "./Liveness.ts"
import { printMark, processMark } from "./ProcessFacts.ts"
import { tempSuffix } from "./TempName.ts"

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined)

/** Runs an act of the disk; gives nothing where it fails with this code. */
const unless = <A>(code: string, act: () => A): A | undefined => {
  try {
    return act()
  } catch (cause) {
    if (codeOf(cause) === code) return undefined
    throw cause
  }
}

/** One making of a lock: who holds it, and what tells it from every other making. */
interface Held {
  readonly pid: number
  readonly alive: boolean
  readonly making: string
}

const readHeld = (lock: string, workDir: string): Held | undefined => {
  const file = unless("ENOENT", () => openSync(lock, "r"))
  if (file === undefined) return undefined
  try {
    const { ino, mtimeNs } = fstatSync(file, { bigint: true })
    const content = readFileSync(file, "utf8")
    const { alive, pid } = lockEvidence(content, { path: lock, workDir, lockedMs: Number(mtimeNs / 1_000_000n) })
    // Whoever wants the lock calls its making alike, wherever they are.
    return { pid, alive, making: `${ino}-${mtimeNs}-${lockPid(content)}` }
  } finally {
    closeSync(file)
  }
}

/** The process that holds a lock and lives, if there is one. Throws what the disk says. */
export const lockHolder = (lock: string, workDir: string): number | undefined => {
  const held = readHeld(lock, workDir)
  return held?.alive === true ? held.pid : undefined
}

/** Writes down who holds a lock besides its pid, where the system tells; without it the lock's age has to do. */
export const writeOwner = (lock: string, pid: number): void => {
  const mark = processMark(pid)
  try {
    if (mark === undefined) rmSync(ownerPath(lock), { force: true })
    else writeFileSync(ownerPath(lock), printMark(mark), { mode: 0o644 })
  } catch {
    return
  }
}

/** Gives a lock up. Throws what the disk says. */
export const releaseLock = (lock: string): void => {
  // In this order, since from the moment that the lock is gone, what is beside it is that of another.
  rmSync(ownerPath(lock), { force: true })
  rmSync(lock, { force: true })
}

/** Gives a lock up whose file is to stay: without a pid it locks nothing. Throws what the disk says. */
export const emptyLock = (lock: string): void => {
  rmSync(ownerPath(lock), { force: true })
  truncateSync(lock)
}

export interface LockClaim {
  readonly lock: string
  /** The directory that a holder may work in, by which a lock of another Guild knows its process. */
  readonly workDir: string
  /** The process that is to have the lock. */
  readonly pid: number
  /** A process that hands the lock over: it does not count as holding it. */
  readonly from?: number | undefined
}

/** Takes a lock, with `own` a file that nobody else knows of and that names the pid. */
const take = ({ from, lock, pid, workDir }: LockClaim, own: string): boolean => {
  // A second name for a file is the one act of the disk that only one of several can do.
  if (unless("EEXIST", () => linkSync(own, lock) ?? true) === true) return true
  const held = readHeld(lock, workDir)
  if (held === undefined) return unless("EEXIST", () => linkSync(own, lock) ?? true) === true
  if (held.alive && held.pid !== from) return false
  // Who may put another lock in the place of this one is settled by a lock of its own, which is named after it: once it is replaced,
  // no other can be taken for it. That lock may have lost its holder as well.
  const ticket = `${dirname(lock)}/.tmp-take-${held.making}`
  const ticketFile = `${own}+`
  try {
    writeFileSync(ticketFile, String(pid), { mode: 0o644 })
    if (!take({ lock: ticket, workDir, pid }, ticketFile)) return false
    try {
      if (readHeld(lock, workDir)?.making !== held.making) return false
      renameSync(own, lock)
      return true
    } finally {
      rmSync(ticket, { force: true })
    }
  } finally {
    rmSync(ticketFile, { force: true })
  }
}

/**
 * Makes a lock that names `pid`, if no other process that lives has it. Of any number of processes that try at the same time one
 * at most is told `true`; a lock that a dead process left is no hindrance. Where the directory of the lock is gone, nobody gets it.
 * Throws what the disk says otherwise.
 */
export const claimLock = (claim: LockClaim): boolean => {
  const dir = dirname(claim.lock)
  const own = `${dir}/.tmp-${tempSuffix()}`
  if (statSync(dir, { throwIfNoEntry: false }) === undefined) return false
  try {
    writeFileSync(own, String(claim.pid), { mode: 0o644 })
    if (!take(claim, own)) return false
    writeOwner(claim.lock, claim.pid)
    return true
  } catch (cause) {
    if (codeOf(cause) === "ENOENT" && statSync(dir, { throwIfNoEntry: false }) === undefined) return false
    throw cause
  } finally {
    rmSync(own, { force: true })
  }
}
