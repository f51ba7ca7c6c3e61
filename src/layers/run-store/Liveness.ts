import { readFileSync } from "node:fs"
import type { StatusEvidence } from "../../domain/runs/RunStatus.ts"
import { elsewhere } from "./OtherPlace.ts"
import type { ProcessMark } from "./ProcessFacts.ts"
import { ownPlace, parseMark, procStat, readLink } from "./ProcessFacts.ts"

/** How much later than its LOCK a process may seem to have started: the boot time is known to the second only. */
const START_SLACK_MS = 2_000

/** Where a lock's holder is told apart from later processes of its pid. Guild AI reads the lock alone, which holds a pid. */
export const ownerPath = (lock: string): string => `${lock}.owner`

/** The mark of a lock's holder, where there is one for this pid; one that an earlier holder left says nothing. */
const ownerMark = (lock: string, pid: number): ProcessMark | undefined => {
  try {
    const mark = parseMark(readFileSync(ownerPath(lock), "utf8"))
    return mark?.pid === pid ? mark : undefined
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
 * Whether a process of this place that a lock names still lives. A zombie does not. With the holder's mark beside the lock, that
 * decides. Without, as from another Guild, a process that began after the lock was written does not, unless it works in the run's
 * directory: its pid was given out again.
 */
const isAlive = (pid: number, mark: ProcessMark | undefined, { lockedMs, workDir }: LockFile): boolean => {
  if (!answers(pid)) return false
  const stat = procStat(pid)
  if (stat === undefined) return true
  if (stat.state === "Z" || stat.state === "X") return false
  if (mark?.ticks !== undefined) return mark.ticks === stat.ticks
  return (
    stat.startedMs === undefined ||
    stat.startedMs <= lockedMs + START_SLACK_MS ||
    readLink(`/proc/${pid}/cwd`) === workDir
  )
}

/** The pid in a lock; 0 where there is none. */
export const lockPid = (content: string): number => Number(/^\s*(\d{1,10})\s*$/.exec(content)?.[1] ?? 0)

/**
 * What a LOCK says: the pid in it, as it is called here, and whether that still means its holder. A LOCK without a pid locks nothing;
 * one that is held elsewhere, where this process cannot see, has pid 0.
 */
export const lockEvidence = (content: string, file: LockFile): NonNullable<StatusEvidence["lock"]> => {
  const pid = lockPid(content)
  if (pid === 0) return { pid, alive: false }
  const mark = ownerMark(file.path, pid)
  const here = ownPlace()
  if (mark !== undefined && (mark.boot !== here.boot || mark.space !== here.space))
    return elsewhere(mark, ownerPath(file.path))
  return { pid, alive: isAlive(pid, mark, file) }
}
