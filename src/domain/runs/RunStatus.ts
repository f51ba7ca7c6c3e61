import { Data } from "effect"

/** Where a run stands. Only `Completed`, `Failed` and `Terminated` are terminal. */
export type RunStatus = Data.TaggedEnum<{
  Pending: {}
  Staged: {}
  Running: { readonly pid: number }
  Completed: {}
  Failed: { readonly exitCode: number }
  Terminated: { readonly signal: number }
}>
export const RunStatus = Data.taggedEnum<RunStatus>()

export type RunEvent = Data.TaggedEnum<{
  Stage: {}
  Start: { readonly pid: number }
  /** `exitStatus` is a process exit code, or the negative number of the signal that ended it. */
  Exit: { readonly exitStatus: number }
  /** The process is gone and left no exit status: guild or the machine was killed. */
  Vanish: {}
}>
export const RunEvent = Data.taggedEnum<RunEvent>()

/** The words that lists show and filters take. */
export type StatusName = "pending" | "staged" | "running" | "completed" | "error" | "terminated"

/** The status in the word that the user reads and filters by. */
export const statusName: (status: RunStatus) => StatusName = RunStatus.$match({
  Pending: () => "pending" as const,
  Staged: () => "staged" as const,
  Running: () => "running" as const,
  Completed: () => "completed" as const,
  Failed: () => "error" as const,
  Terminated: () => "terminated" as const
})

export const isTerminal = RunStatus.$match({
  Pending: () => false,
  Staged: () => false,
  Running: () => false,
  Completed: () => true,
  Failed: () => true,
  Terminated: () => true
})

/** Whether the run has not begun, or is about to begin again. */
export const isWaiting = ({ _tag }: RunStatus): boolean => _tag === "Pending" || _tag === "Staged"

/** The status after an exit: zero completes, a negative value is the signal that ended the process. */
export const exited = (exitStatus: number): RunStatus =>
  exitStatus === 0
    ? RunStatus.Completed()
    : exitStatus < 0
      ? RunStatus.Terminated({ signal: -exitStatus })
      : RunStatus.Failed({ exitCode: exitStatus })

/** The exit code of a run that vanished without one. */
export const VANISHED_EXIT_CODE = 1

/** The only way from one status to the next; an event that does not fit leaves the status as it is. */
export const transition = (status: RunStatus, event: RunEvent): RunStatus =>
  isTerminal(status)
    ? status
    : RunEvent.$match(event, {
        Stage: () => (status._tag === "Pending" ? RunStatus.Staged() : status),
        Start: ({ pid }) => (status._tag === "Running" ? status : RunStatus.Running({ pid })),
        Exit: ({ exitStatus }) => (status._tag === "Running" ? exited(exitStatus) : status),
        Vanish: () => (status._tag === "Running" ? RunStatus.Failed({ exitCode: VANISHED_EXIT_CODE }) : status)
      })

/** What the files of a run directory say, in the order in which they are believed. */
export interface StatusEvidence {
  readonly remoteLock: boolean
  readonly pending: boolean
  readonly staged: boolean
  readonly exitStatus: number | undefined
  /** The pid in LOCK, and whether it names a live process. */
  readonly lock: { readonly pid: number; readonly alive: boolean } | undefined
}

/**
 * Whether somebody is about to start the run, or to make it. Of a staged one only its lock tells that; of any other, a lock whose
 * holder is gone tells that nobody is.
 */
const isPending = ({ lock, pending, staged }: StatusEvidence): boolean =>
  pending && (staged ? lock?.alive === true : lock?.alive !== false)

/** The status of a run directory, as the layout orders its evidence: remote, pending, staged, exit status, lock. */
export const fromEvidence = (evidence: StatusEvidence): RunStatus => {
  if (evidence.remoteLock) return RunStatus.Running({ pid: 0 })
  if (isPending(evidence)) return RunStatus.Pending()
  if (evidence.staged) return transition(RunStatus.Pending(), RunEvent.Stage())
  const running = transition(RunStatus.Pending(), RunEvent.Start({ pid: evidence.lock?.pid ?? 0 }))
  if (evidence.exitStatus !== undefined) return transition(running, RunEvent.Exit({ exitStatus: evidence.exitStatus }))
  return evidence.lock?.alive === true ? running : transition(running, RunEvent.Vanish())
}
