import { Cause, Effect, Option } from "effect"
import { Interrupted, signalStatus } from "../domain/Interrupted.ts"
import { attrFinder, compileOutputAttrs } from "../domain/scalars/OutputAttrs.ts"
import { compileOutputScalars, ignoredKeys } from "../domain/scalars/OutputScalars.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { runEnv, savedEnv } from "../domain/runs/RunEnv.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { leadsRuns } from "../domain/script/ScriptCommand.ts"
import { mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import type { Interrupts } from "../services/Interrupts.ts"
import type { OutputSink } from "../services/Processes.ts"
import type { SourceWarning } from "../services/SourceFiles.ts"
import { RunStore } from "../services/RunStore.ts"
import type { Terminal } from "../services/Terminal.ts"
import type { ScalarObserver, StopPolicy } from "../steps/ExecuteProcess.ts"
import { executeProcess } from "../steps/ExecuteProcess.ts"
import { finishRun } from "../steps/FinishRun.ts"
import type { PlannedRun } from "../steps/InitRunDir.ts"
import { initRunDir } from "../steps/InitRunDir.ts"
import { recordContext } from "../steps/RecordContext.ts"
import { resolveDependencies } from "../steps/ResolveDependencies.ts"
import { snapshotSource } from "../steps/SnapshotSource.ts"
import { unlessAsked, untilAsked } from "./UntilAsked.ts"

export interface RunHooks {
  /** The run is a trial of a batch, which tells of its dependencies as a log does. */
  readonly inTrial?: boolean
  /** Nothing of the process's output is shown. */
  readonly quiet: boolean
  /** Takes the process's output besides the run's own capture: a batch keeps what its trials print. */
  readonly tee: OutputSink | undefined
  /** Called when the run has its id, before anybody can see it: what is written down here is known of every run that is seen. */
  readonly beforeSeen?: ((run: RunRef) => Effect.Effect<void>) | undefined
  /** Called when the run has its directory, before anything is copied. */
  readonly onInit: (run: RunRef) => Effect.Effect<void>
  readonly onSourceWarning: (warning: SourceWarning) => Effect.Effect<void>
  /** Who looks on at the scalars of a run as it prints them, and may end it early. */
  readonly observe?: ((run: RunRef) => ScalarObserver) | undefined
  /** Goes through the steps of a run that has such in place of a process, and gives its exit status. */
  readonly runSteps?:
    ((planned: PlannedRun, hooks: RunHooks) => Effect.Effect<number, never, Host | Interrupts | Terminal>) | undefined
}

/** The attribute of a run that was ended because its scalars were hopeless: the rule that found it so. */
export const STOPPED_EARLY_ATTR = "stopped_early"

export interface RunOutcome {
  readonly run: RunRef
  readonly exitStatus: number
  /** The run was ended because its scalars were hopeless. Its exit status is that of the signal, and no failure. */
  readonly stoppedEarly: boolean
}

const DEFAULT_POLL_SECONDS = 5
const DEFAULT_KILL_DELAY_SECONDS = 30

const seconds = (text: string | undefined, absent: number): number => {
  const value = Number(text)
  return text === undefined || text === "" || !Number.isFinite(value) || value < 0 ? absent : value
}

/** How much longer a process is given that runs others itself, to kill those that do not end in their time and record it. */
const LEADER_MS = 10_000

/** When and how the process of a plan is ended before its time. */
export const stopPolicy = (plan: RunPlan, env: Readonly<Record<string, string>>): StopPolicy => {
  const insistDelayMs = leadsRuns(plan.command.argv) ? LEADER_MS : 0
  return {
    stopAfterMs: plan.stopAfterMinutes === undefined ? undefined : plan.stopAfterMinutes * 60_000,
    pollMs: Math.max(10, seconds(env["STOP_AFTER_POLL_INTERVAL"], DEFAULT_POLL_SECONDS) * 1000),
    killDelayMs: seconds(env["STOP_AFTER_KILL_DELAY"], DEFAULT_KILL_DELAY_SECONDS) * 1000 + insistDelayMs,
    insistDelayMs
  }
}

/** What is there before the process: source, context and what is required. */
export const prepareDir = (planned: PlannedRun, hooks: RunHooks & { readonly staging?: boolean }) =>
  Effect.gen(function* () {
    const [warnings] = yield* Effect.all([snapshotSource.run(planned), recordContext.run(planned)], { concurrency: 2 })
    yield* Effect.forEach(warnings, hooks.onSourceWarning, { discard: true })
    yield* resolveDependencies.run({
      ...planned,
      inTrial: hooks.inTrial === true,
      staging: hooks.staging === true
    })
  })

const both = (first: OutputSink | undefined, second: OutputSink): OutputSink =>
  first === undefined
    ? second
    : (...output) => {
        first(...output)
        second(...output)
      }

/** Steps are run by whoever knows what a step may ask for. */
const goThroughSteps = (planned: PlannedRun, hooks: RunHooks) =>
  hooks.runSteps?.(planned, hooks) ?? Effect.dieMessage(`nobody runs the steps of ${planned.plan.opName}`)

const execute = ({ plan, run }: PlannedRun, hooks: RunHooks) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const host = yield* Host
    const patterns = yield* compileOutputScalars(plan.outputScalars)
    const env = runEnv(plan, run, host)
    const [program = "", ...args] = plan.command.argv
    yield* store.stamp(run, "started")
    yield* store.writeAttr(run, "env", mapOf(Object.entries(savedEnv(env, plan.envSecrets))))
    const attrs = attrFinder(yield* compileOutputAttrs(plan.outputAttrs ?? null))
    const observer = hooks.observe?.(run)
    let early = false
    const hopeless = Effect.map(observer?.hopeless ?? Effect.never, () => void (early = true))
    const exitStatus = yield* executeProcess.run({
      run,
      argv: [program, ...args],
      env,
      patterns,
      ignoredKeys: ignoredKeys(plan.outputScalars, Object.keys(plan.flags)),
      quiet: hooks.quiet,
      noOutput: host.env["NO_RUN_OUTPUT"] === "1",
      tee: (plan.outputAttrs ?? null) === null ? hooks.tee : both(hooks.tee, attrs.push),
      observer: observer === undefined ? undefined : { ...observer, hopeless },
      stop: stopPolicy(plan, host.env),
      // Its batch does it again.
      isTied: hooks.inTrial === true
    })
    for (const [name, value] of attrs.end()) yield* store.writeAttr(run, name, value)
    if (!early || observer === undefined) return { exitStatus, stoppedEarly: false }
    yield* store.writeAttr(run, STOPPED_EARLY_ATTR, observer.rule)
    // A process that heeds the signal may end as it likes: it has not come to its end by itself.
    return { exitStatus: exitStatus < 0 ? exitStatus : signalStatus("SIGTERM"), stoppedEarly: true }
  })

/** The exit status that a run has which was given up on request; `undefined` where something else went wrong. */
const givenUp = (cause: Cause.Cause<unknown>): number | undefined => {
  const error = Option.getOrUndefined(Cause.failureOption(cause))
  if (error instanceof Interrupted) return signalStatus(error.signal)
  return Cause.isInterruptedOnly(cause) ? signalStatus("SIGINT") : undefined
}

/** A run that could not be brought to its process, or was given up on the way, is not left pending. */
export const abandon = (run: RunRef, cause: Cause.Cause<unknown>) =>
  Effect.gen(function* () {
    const exitStatus = givenUp(cause)
    if (exitStatus !== undefined) return yield* finishRun.run({ run, exitStatus })
    const store = yield* RunStore
    yield* store.unmark(run, "PENDING")
    yield* store.unmark(run, "LOCK")
  }).pipe(Effect.ignore)

/** Runs the process of a run whose directory is prepared, or its steps, and records its end. */
export const startPrepared = (planned: PlannedRun, hooks: RunHooks) =>
  Effect.uninterruptible(
    Effect.gen(function* () {
      const { exitStatus, stoppedEarly } = yield* planned.plan.steps === undefined
        ? execute(planned, hooks)
        : Effect.map(goThroughSteps(planned, hooks), (status) => ({ exitStatus: status, stoppedEarly: false }))
      yield* finishRun.run({ run: planned.run, exitStatus })
      return { run: planned.run, exitStatus, stoppedEarly } satisfies RunOutcome
    })
  )

/**
 * Prepares a run, and starts it. Where it did not come to its end, `undo` sees to it; an end that is on record stands, also where
 * whoever runs this was interrupted meanwhile.
 */
export const preparedFirst = <E, R, A, E2, R2, R3>(
  prepare: Effect.Effect<unknown, E, R>,
  start: Effect.Effect<A, E2, R2>,
  undo: (cause: Cause.Cause<E | E2>) => Effect.Effect<unknown, never, R3>
): Effect.Effect<A, E | E2, R | R2 | R3> =>
  Effect.uninterruptibleMask((restore) => Effect.onError(Effect.zipRight(restore(prepare), start), undo))

/**
 * Everything that a run's life needs, told from its directory on: snapshot, dependencies, process, end. Asked to stop before the
 * process runs, it fails with `Interrupted`; after that the process is stopped, and its end is the run's.
 */
export const startRun = (planned: PlannedRun, hooks: RunHooks) =>
  preparedFirst(untilAsked(prepareDir(planned, hooks)), startPrepared(planned, hooks), (cause) =>
    abandon(planned.run, cause)
  )

/** Runs a plan to its end, in a new run directory. The run's own failure is its exit status, not an error. */
export const runOperation = (plan: RunPlan, hooks: RunHooks) =>
  Effect.gen(function* () {
    // A pattern that cannot be compiled is found before there is a run to abandon.
    yield* compileOutputScalars(plan.outputScalars)
    yield* compileOutputAttrs(plan.outputAttrs ?? null)
    yield* unlessAsked
    const planned = yield* initRunDir.run({ plan, beforeSeen: hooks.beforeSeen })
    yield* hooks.onInit(planned.run)
    return yield* startRun(planned, hooks)
  })
