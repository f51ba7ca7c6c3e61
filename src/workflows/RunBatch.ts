import { Effect } from "effect"
import { signalStatus } from "../domain/Interrupted.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { runEnv, savedEnv } from "../domain/runs/RunEnv.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { RunOutput } from "../services/RunOutput.ts"
import { RunIndex } from "../services/RunIndex.ts"
import { RunStore } from "../services/RunStore.ts"
import { finishRun } from "../steps/FinishRun.ts"
import type { PlannedRun } from "../steps/InitRunDir.ts"
import { initBatchDirs } from "../steps/InitRunDir.ts"
import { recordContext } from "../steps/RecordContext.ts"
import { resolveDependencies } from "../steps/ResolveDependencies.ts"
import { snapshotSource } from "../steps/SnapshotSource.ts"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import { hasOptimizerProcess, planBatch, planProto, policyOf } from "./batch/BatchPlan.ts"
import { runOptimizer } from "./batch/RunOptimizer.ts"
import type { BatchHooks } from "./batch/Running.ts"
import { runTrials } from "./batch/RunTrials.ts"
import { sayer } from "./batch/Say.ts"
import { doneElsewhere } from "./batch/DoneElsewhere.ts"
import type { TrialsThere } from "./batch/TrialsOnDisk.ts"
import { forgetSearch, noTrials, nothingKept } from "./batch/TrialsOnDisk.ts"
import { abandon } from "./RunOperation.ts"
import { unlessAsked, untilAsked } from "./UntilAsked.ts"

/** A batch that has its directories. */
export interface PreparedBatch {
  readonly batch: BatchPlan
  readonly plan: RunPlan
  readonly run: RunRef
  readonly proto: RunRef
  readonly hooks: BatchHooks
  /** Trials that are there, where the batch goes on after it was ended. */
  readonly again?: TrialsThere
}

/** What a batch has in its own directory: an optimizer's source and what it requires, or nothing where guild is the optimizer. */
const prepareOwn = (batch: BatchPlan, planned: PlannedRun, hooks: BatchHooks, staging: boolean) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    if (!hasOptimizerProcess(batch)) {
      yield* store.writeAttr(planned.run, "sourcecode_digest", null)
      return yield* store.writeAttr(planned.run, "resolved_deps", {})
    }
    const warnings = yield* untilAsked(snapshotSource.run(planned))
    yield* Effect.forEach(warnings, hooks.onSourceWarning, { discard: true })
    yield* untilAsked(resolveDependencies.run({ ...planned, staging }))
  })

/**
 * Makes the directories of a batch: its own, and that of its prototype with the source that all its trials run. A batch that is
 * `again` has its own already; one that is `staged` may lack what other operations make.
 */
export const initBatch = (
  batch: BatchPlan,
  hooks: BatchHooks,
  { again, staging = false }: { readonly again?: RunRef | undefined; readonly staging?: boolean } = {}
) =>
  Effect.gen(function* () {
    const protoPlan = yield* planProto(batch)
    const asked = yield* planBatch(batch)
    const plan = again === undefined ? asked : { ...asked, runDir: again.dir, runId: again.id }
    yield* unlessAsked
    const { planned, proto } = yield* initBatchDirs.run({ batch: plan, proto: protoPlan, beforeSeen: hooks.onBatch })
    const { run } = planned
    return yield* Effect.gen(function* () {
      const [warnings] = yield* untilAsked(
        Effect.all([snapshotSource.run(proto), recordContext.run(proto), recordContext.run(planned)], {
          concurrency: 3
        })
      )
      yield* Effect.forEach(warnings, hooks.onSourceWarning, { discard: true })
      yield* prepareOwn(batch, planned, hooks, staging)
      return { plan, run, proto: proto.run }
    }).pipe(Effect.onError((cause) => (again === undefined ? abandon(run, cause) : Effect.void)))
  })

/** Runs the trials of a batch whose directories are there, and records how it ends. */
export const runPrepared = ({ batch, plan, run, proto, hooks, again }: PreparedBatch) =>
  Effect.scoped(
    Effect.gen(function* () {
      const store = yield* RunStore
      const host = yield* Host
      // A batch that goes on has printed before.
      const printed = again === undefined ? [] : yield* Effect.orElseSucceed((yield* RunOutput).lines(run), () => [])
      yield* store.removeAttr(run, "exit_status")
      yield* store.removeAttr(run, "stopped")
      yield* store.stamp(run, "started")
      yield* store.writeAttr(run, "env", mapOf(Object.entries(savedEnv(runEnv(plan, run, host), plan.envSecrets))))
      yield* store.mark(run, "LOCK", String(host.pid))
      yield* store.unmark(run, "PENDING")
      // Its trials are new runs each time: killed from here on, it is not one that waits for its first start.
      yield* store.unmark(run, "STAGED")
      const output = host.env["NO_RUN_OUTPUT"] === "1" ? undefined : yield* (yield* RunOutput).writer(run)
      for (const { text, stream, timeMs } of printed)
        output?.write(new TextEncoder().encode(`${text}\n`), stream, timeMs)
      const running = { batch, run, proto, output, say: yield* sayer(output), hooks }
      const exitStatus = yield* Effect.gen(function* () {
        const among = hooks.doneAmong ?? (yield* RunIndex)
        const done = policyOf(batch).skipDone
          ? yield* Effect.provideService(doneElsewhere(batch, { run, proto }), RunIndex, among)
          : nothingKept
        const known = { ...(again ?? noTrials), done }
        return yield* hasOptimizerProcess(batch) ? runOptimizer(running, plan, known) : runTrials(running, known)
      }).pipe(
        Effect.catchTag("Interrupted", ({ signal }) => Effect.succeed(signalStatus(signal))),
        Effect.onInterrupt(() => Effect.ignore(finishRun.run({ run, exitStatus: signalStatus("SIGINT") }))),
        Effect.tapError(() => finishRun.run({ run, exitStatus: 1 }))
      )
      yield* finishRun.run({ run, exitStatus })
      return { run, exitStatus }
    })
  )

/**
 * Runs a batch to its end: its own run, the prototype in it, and a run for each trial, linked from the batch. A batch that is run
 * `again`, and has been claimed for that, makes new trials.
 */
export const runBatch = (batch: BatchPlan, hooks: BatchHooks, again?: RunRef) =>
  Effect.gen(function* () {
    const { plan, run, proto } = yield* initBatch(batch, hooks, { again })
    if (again !== undefined) yield* forgetSearch(run)
    return yield* runPrepared({ batch, plan, run, proto, hooks })
  })
