import type { ProcessInfo } from "./ProcessTable.ts"
import { envOf, processInfo, processTable } from "./ProcessTable.ts"
import type { StopSignal } from "./Signals.ts"
import { send } from "./Signals.ts"

/**
 * A process and everything that came of it: its group and session, its descendants (remembered from each look, so that one whose
 * parent is gone is still known), and processes that carry the same RUN_DIR, which finds a daemon that cut every other tie.
 * A pid alone names nothing for long; members are known by pid and start time.
 */
export class ProcessTree {
  readonly pid: number
  /** The process leads a group of its own; otherwise its group is somebody else's and is left alone. */
  readonly ownsGroup: boolean
  private readonly runDir: string | undefined
  private readonly seen = new Map<number, string>()
  private readonly told = new Set<string>()

  constructor(pid: number, ownsGroup: boolean, runDir: string | undefined) {
    this.pid = pid
    this.ownsGroup = ownsGroup
    this.runDir = runDir?.startsWith("/") === true ? runDir : undefined
    this.remember(processInfo(pid))
  }

  /** Living members of the process's own group and session: a shell with job control gives each job a group. */
  group(): ReadonlyArray<ProcessInfo> {
    return this.groupAnswers() ? processTable().filter((each) => this.inGroup(each)) : []
  }

  /** Whether anything still answers in the group; one system call, and zombies answer too. */
  groupAnswers(): boolean {
    return this.ownsGroup && send(-this.pid, 0)
  }

  /** Every living member, as far as it can be known. Never this process itself. */
  all(): ReadonlyArray<ProcessInfo> {
    const table = processTable()
    const children = new Map<number, Array<ProcessInfo>>()
    for (const each of table) children.set(each.parent, [...(children.get(each.parent) ?? []), each])
    const members = new Map<number, ProcessInfo>()
    const add = (each: ProcessInfo): void => {
      if (each.pid === process.pid || each.pid <= 1 || members.has(each.pid)) return
      members.set(each.pid, each)
      for (const child of children.get(each.pid) ?? []) add(child)
    }
    for (const each of table) if (this.isSeed(each)) add(each)
    for (const each of members.values()) this.remember(each)
    return Array.from(members.values())
  }

  /** Begins an order to end: who has heard the one before hears this one as well. */
  beginOrder(): void {
    this.told.clear()
  }

  /** Signals the whole group as `signal` does, once for an order: whoever hears a signal twice may take that as an order to hurry. */
  tell(signal: StopSignal): void {
    if (this.told.has(signal)) return
    this.told.add(signal)
    this.signal(signal)
  }

  /** Signals some members, each of them once for an order. */
  tellEach(members: ReadonlyArray<ProcessInfo>, signal: StopSignal): void {
    const left = members.filter(({ began, pid }) => !this.told.has(`${signal} ${pid} ${began}`))
    for (const { began, pid } of left) this.told.add(`${signal} ${pid} ${began}`)
    this.signalEach(left, signal)
  }

  /** Signals the whole group; without a group of its own, the process and its descendants one by one. */
  signal(signal: StopSignal): void {
    if (this.ownsGroup) send(-this.pid, signal)
    else this.signalEach(this.all(), signal)
  }

  signalEach(members: ReadonlyArray<ProcessInfo>, signal: StopSignal): void {
    for (const { pid } of members) send(pid, signal)
  }

  inGroup(each: ProcessInfo): boolean {
    return this.ownsGroup && (each.group === this.pid || each.session === this.pid)
  }

  private isSeed(each: ProcessInfo): boolean {
    return (
      this.seen.get(each.pid) === each.began ||
      this.inGroup(each) ||
      (this.runDir !== undefined && envOf(each.pid, "RUN_DIR") === this.runDir)
    )
  }

  private remember(each: ProcessInfo | undefined): void {
    if (each !== undefined) this.seen.set(each.pid, each.began)
  }
}
