import { readFileSync } from "node:fs"

/** Clock ticks a second in /proc: what Linux reports to programs on every architecture guild runs on. */
const TICKS_PER_SECOND = 100

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

export interface ProcStat {
  /** One letter; `Z` is a zombie. */
  readonly state: string
  /** When it began, in clock ticks since the machine did; no change of the clock moves it. */
  readonly ticks: number | undefined
  /** Milliseconds since the epoch, as far as the clock is right. */
  readonly startedMs: number | undefined
}

/** What /proc/<pid>/stat and /proc/stat say of a process; the name in the former may hold anything. */
export const readProcStat = (stat: string, system: string): ProcStat => {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
  const ticks = Number(fields[19])
  const boot = Number(/^btime (\d+)$/m.exec(system)?.[1])
  const startedMs = (boot + ticks / TICKS_PER_SECOND) * 1_000
  return {
    state: fields[0] ?? "",
    ticks: Number.isFinite(ticks) ? ticks : undefined,
    startedMs: Number.isFinite(startedMs) ? startedMs : undefined
  }
}

/** What /proc tells of a process; nothing where there is no such process, or no /proc. */
export const procStat = (pid: number): ProcStat | undefined => {
  const stat = readText(`/proc/${pid}/stat`)
  return stat === undefined ? undefined : readProcStat(stat, readText("/proc/stat") ?? "")
}

let boot: string | undefined

/** Names the time since the machine was started: process ids and ticks of another such time mean nothing. */
const bootId = (): string => (boot ??= readText("/proc/sys/kernel/random/boot_id")?.trim() ?? "")

/**
 * Names one process for all time, where its pid alone may be given out again: `PID TICKS BOOT`, with the ticks and the boot id of
 * Linux' /proc. Nothing where the system does not tell, or the process is gone.
 */
export const processMark = (pid: number): string | undefined => {
  const ticks = procStat(pid)?.ticks
  return ticks === undefined || bootId() === "" ? undefined : `${pid} ${ticks} ${bootId()}`
}
