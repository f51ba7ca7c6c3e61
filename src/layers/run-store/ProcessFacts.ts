import { readFileSync, readlinkSync } from "node:fs"

/** Clock ticks a second in /proc: what Linux reports to programs on every architecture guild runs on. */
const TICKS_PER_SECOND = 100

const readText = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8")
  } catch {
    return undefined
  }
}

export const readLink = (path: string): string | undefined => {
  try {
    return readlinkSync(path)
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

let ownProc: boolean | undefined

/** Whether /proc names processes as this one does: in a pid namespace of its own it may still be that of another. */
const isOwnProc = (): boolean => (ownProc ??= readLink("/proc/self") === String(process.pid))

/** What /proc tells of a process; nothing where there is no such process, or no /proc that knows it by this pid. */
export const procStat = (pid: number): ProcStat | undefined => {
  const stat = isOwnProc() ? readText(`/proc/${pid}/stat`) : undefined
  return stat === undefined ? undefined : readProcStat(stat, readText("/proc/stat") ?? "")
}

/** Where pids and ticks mean something. */
export interface Place {
  /** Names the time since the machine was started. */
  readonly boot: string
  /** The pid namespace, as Linux writes it; containers have their own. */
  readonly space: string
}

let place: Place | undefined

/** The place of this process; its parts are empty where the system does not tell. */
export const ownPlace = (): Place =>
  (place ??= {
    boot: readText("/proc/sys/kernel/random/boot_id")?.trim() ?? "",
    space: readLink("/proc/self/ns/pid") ?? ""
  })

/** When this machine was started, in milliseconds since the epoch. */
export const bootMs = (): number => Number(/^btime (\d+)$/m.exec(readText("/proc/stat") ?? "")?.[1]) * 1_000

/** One process for all time, where its pid alone may be given out again. */
export interface ProcessMark extends Place {
  readonly pid: number
  /** When it began; nothing where the /proc at hand does not know it. */
  readonly ticks: number | undefined
}

/** The mark of a process of this place. Nothing where the system does not tell, or the process is gone. */
export const processMark = (pid: number): ProcessMark | undefined => {
  const { boot, space } = ownPlace()
  const ticks = procStat(pid)?.ticks
  return boot === "" || (ticks === undefined && isOwnProc()) ? undefined : { pid, ticks, boot, space }
}

/** `PID TICKS BOOT SPACE`, with `-` for ticks that are not known. */
export const printMark = ({ boot, pid, space, ticks }: ProcessMark): string => `${pid} ${ticks ?? "-"} ${boot} ${space}`

/** Reads what `printMark` wrote; one without a namespace is of ours. */
export const parseMark = (text: string): ProcessMark | undefined => {
  const [, pid, ticks, boot = "", space] = /^(\d+) (\d+|-) (\S+)(?: (\S+))?$/.exec(text.trim()) ?? []
  return pid === undefined
    ? undefined
    : { pid: Number(pid), ticks: ticks === "-" ? undefined : Number(ticks), boot, space: space ?? ownPlace().space }
}
