import { readFileSync, readlinkSync } from "node:fs"
import type { StatusEvidence } from "../../domain/runs/RunStatus.ts"

/** Clock ticks a second in /proc: what Linux reports to programs on every architecture guild runs on. */
const TICKS_PER_SECOND = 100

/** How much later than its LOCK a process may seem to have started: the boot time is known to the second only. */
const START_SLACK_MS = 2_000

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
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

/** State and start time (milliseconds since the epoch) as /proc/<pid>/stat has them; the name before them may hold anything. */
export const readProcStat = (
  stat: string,
  system: string
): { readonly state: string; readonly startedMs: number | undefined } => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const ticks = Number(fields[19])
  const boot = Number(/^btime (\d+)$/m.exec(system)?.[1])
  const startedMs = (boot + ticks / TICKS_PER_SECOND) * 1_000
  return { state: fields[0] ?? "", startedMs: Number.isFinite(startedMs) ? startedMs : undefined }
}

/**
 * Whether the process that a LOCK names still lives. A zombie does not. Where /proc tells, neither does a process that began
 * after the LOCK was written, unless it works in the run's directory: its pid was given out again.
 */
const isAlive = (pid: number, runDir: string, lockedMs: number): boolean => {
  if (pid <= 0 || !answers(pid)) return false
  const stat = readText(`/proc/${pid}/stat`)
  if (stat === undefined) return true
  const { startedMs, state } = readProcStat(stat, readText("/proc/stat") ?? "")
  if (state === "Z" || state === "X") return false
  return startedMs === undefined || startedMs <= lockedMs + START_SLACK_MS || cwdOf(pid) === runDir
}

/** What a LOCK says: the pid in it, and whether that still means the run's process. A LOCK without a pid locks nothing. */
export const lockEvidence = (content: string, runDir: string, lockedMs: number): StatusEvidence["lock"] => {
  const pid = /^\s*(\d{1,10})\s*$/.exec(content)?.[1]
  return pid === undefined
    ? { pid: 0, alive: false }
    : { pid: Number(pid), alive: isAlive(Number(pid), runDir, lockedMs) }
}
