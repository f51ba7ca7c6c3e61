import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

/** One process of the machine, as the system shows it. */
export interface ProcessInfo {
  readonly pid: number
  readonly parent: number
  readonly group: number
  /** 0 where the system does not tell. */
  readonly session: number
  /** When it began, in the system's own words: a pid and this name one process for ever. */
  readonly began: string
}

const isZombie = (state: string): boolean => state.startsWith("Z") || state.startsWith("X")

/**
 * What the content of `/proc/<pid>/stat` says (proc(5)); `undefined` for a process that is dead or waits to be reaped. The name,
 * second field, may hold spaces and parentheses, so fields count from the last `)`.
 */
export const parseStat = (stat: string): ProcessInfo | undefined => {
  const [state = "Z", parent, group, session, ...rest] = stat
    .slice(stat.lastIndexOf(")") + 1)
    .trim()
    .split(" ")
  const pid = Number.parseInt(stat, 10)
  const began = rest[15]
  return isZombie(state) || !(pid > 0) || began === undefined
    ? undefined
    : { pid, parent: Number(parent), group: Number(group), session: Number(session), began }
}

/** What a line of `ps -o pid= -o ppid= -o pgid= -o stat= -o lstart=` says. */
export const parsePs = (line: string): ProcessInfo | undefined => {
  const [pid, parent, group, state = "Z", ...began] = line.trim().split(/\s+/)
  return isZombie(state) || !(Number(pid) > 0)
    ? undefined
    : { pid: Number(pid), parent: Number(parent), group: Number(group), session: 0, began: began.join(" ") }
}

const readStat = (pid: string | number): ProcessInfo | undefined => {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, "latin1"))
  } catch {
    return undefined
  }
}

const ps = (...which: ReadonlyArray<string>): ReadonlyArray<ProcessInfo> => {
  try {
    const columns = ["-o", "pid=", "-o", "ppid=", "-o", "pgid=", "-o", "stat=", "-o", "lstart="]
    const text = execFileSync("ps", [...which, ...columns], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    return text.split("\n").flatMap((line) => parsePs(line) ?? [])
  } catch {
    return []
  }
}

const hasProc = (): boolean => process.platform === "linux"

/** Every living process that can be seen. Zombies are none. */
export const processTable = (): ReadonlyArray<ProcessInfo> =>
  hasProc()
    ? readdirSync("/proc")
        .filter((name) => /^\d+$/.test(name))
        .flatMap((pid) => readStat(pid) ?? [])
    : ps("-A")

/** One living process; `undefined` when it is gone or a zombie. */
export const processInfo = (pid: number): ProcessInfo | undefined =>
  hasProc() ? readStat(pid) : ps("-p", String(pid))[0]

/** Whether a process has ended, and does nothing any more where its parent has not heard of it yet. */
export const isGone = (pid: number): boolean => processInfo(pid) === undefined

/** The value of a variable in the environment that a process was started with; `undefined` where that cannot be read. */
export const envOf = (pid: number, name: string): string | undefined => {
  if (!hasProc()) return undefined
  try {
    const entries = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0")
    return entries.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1)
  } catch {
    return undefined
  }
}
