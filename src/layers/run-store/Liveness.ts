import { readFileSync, readlinkSync } from "node:fs"
import type { StatusEvidence } from "../../domain/runs/RunStatus.ts"
import { processMark, procStat } from "./ProcessFacts.ts"

/** How much later than its LOCK a process may seem to have started: the boot time is known to the second only. */
const START_SLACK_MS = 2_000

/** Where a lock's holder is told apart from later processes of its pid. Guild AI reads the lock alone, which holds a pid. */
export const ownerPath = (lock: string): string => `${lock}.owner`

/** The mark of a lock's holder, where there is one for this pid; one that an earlier holder left says nothing. */
const ownerMark = (lock: string, pid: number): string | undefined => {
  try {
    const mark = readFileSync(ownerPath(lock), "utf8").trim()
    return mark.startsWith(`${pid} `) ? mark : undefined
  } catch {
    return undefined
  }
}

const cwdOf = (pid: number): string | undefined => {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

/** Whether a signal could be delivered; a process of another user is there as well. */
const answers = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch (cause) {
    return cause instanceof Error && "code" in cause && cause.code === "EPERM"
  }
}

/** A lock file: where it is, the directory that its holder may work in, and when it was written (milliseconds since the epoch). */
export interface LockFile {
  readonly path: string
  readonly workDir: string
  readonly lockedMs: number
}

/**
 * Whether the process that a lock names still lives. A zombie does not. With the holder's mark beside the lock, that decides. Without,
 * as from another Guild, a process that began after the lock was written does not, unless it works in the run's directory: its pid
 * was given out again.
 */
const isAlive = (pid: number, { lockedMs, path, workDir }: LockFile): boolean => {
  if (pid <= 0 || !answers(pid)) return false
  const stat = procStat(pid)
  if (stat === undefined) return true
  if (stat.state === "Z" || stat.state === "X") return false
  const mark = ownerMark(path, pid)
  if (mark !== undefined) return mark === processMark(pid)
  return stat.startedMs === undefined || stat.startedMs <= lockedMs + START_SLACK_MS || cwdOf(pid) === workDir
}

/** What a LOCK says: the pid in it, and whether that still means its holder. A LOCK without a pid locks nothing. */
export const lockEvidence = (content: string, file: LockFile): NonNullable<StatusEvidence["lock"]> => {
  const pid = /^\s*(\d{1,10})\s*$/.exec(content)?.[1]
  return pid === undefined ? { pid: 0, alive: false } : { pid: Number(pid), alive: isAlive(Number(pid), file) }
}
