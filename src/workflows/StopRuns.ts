import { Effect, Option, Schedule, Schema } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { signalStatus } from "../domain/Interrupted.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { isTerminal } from "../domain/runs/RunStatus.ts"
import { Processes } from "../services/Processes.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"
import { finishRun } from "../steps/FinishRun.ts"

export interface StopOptions {
  /** Do not stay until the process is gone. */
  readonly noWait: boolean
  /** How long a process may take to end before it is killed. */
  readonly timeoutSeconds: number
}

/** The pid of a run that runs on this machine. */
export const runningPid = (run: Run): number | undefined =>
  run.status._tag === "Running" && run.status.pid > 0 ? run.status.pid : undefined

/** A run goes on where this guild cannot stop it. */
export class RunElsewhere extends Schema.TaggedError<RunElsewhere>()("RunElsewhere", {
  id: Schema.String
}) {
  override get message(): string {
    return `run ${shortId(this.id)} is running on another machine or in another container\nStop it there first.`
  }
}

/** Fails for a run whose process lives where it cannot be stopped from here. A copy of a remote run is not one. */
export const notElsewhere = (run: Run): Effect.Effect<void, RunElsewhere | StoreError, RunStore> =>
  Effect.gen(function* () {
    if (run.status._tag !== "Running" || runningPid(run) !== undefined) return
    if ((yield* (yield* RunStore).holder(run)) !== undefined) yield* new RunElsewhere({ id: run.id })
  })

/** Whoever started the run writes down how it ended; it has this long after the process is gone. */
const SETTLE = "3 seconds"

const isOpen = (run: Option.Option<Run>): boolean => Option.exists(run, ({ exitStatus }) => exitStatus === undefined)

/** Waits until a run's end is written down. Where nobody is left to do so, it is written down that the run was asked to end. */
const settled = (run: Run): Effect.Effect<void, StoreError, RunStore> =>
  Effect.gen(function* () {
    const { read } = yield* RunStore
    yield* Effect.timeoutOption(
      Effect.repeat(read(run), { schedule: Schedule.spaced("20 millis"), while: isOpen }),
      SETTLE
    )
    const now = yield* read(run)
    if (isOpen(now) && Option.exists(now, ({ status }) => isTerminal(status)))
      yield* finishRun.run({ run, exitStatus: signalStatus("SIGTERM") })
  })

/** Ends the process of a run: SIGTERM, and SIGKILL when the time is up. A run that runs elsewhere, or no more, is left alone. */
export const stopRun = (run: Run, options: StopOptions): Effect.Effect<void, StoreError, Processes | RunStore> =>
  Effect.gen(function* () {
    const pid = runningPid(run)
    if (pid === undefined) return
    const processes = yield* Processes
    const stopped = processes.stopPid(pid, { signal: "SIGTERM", graceMs: options.timeoutSeconds * 1000 })
    if (options.noWait) yield* Effect.timeoutOption(stopped, "100 millis")
    else yield* Effect.zipRight(stopped, settled(run))
  })
