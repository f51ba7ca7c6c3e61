import { Effect } from "effect"
import { compileOutputScalars } from "../domain/scalars/OutputScalars.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { runEnv, savedEnv } from "../domain/runs/RunEnv.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { stagedEnv } from "../domain/runs/StagedEnv.ts"
import { Host } from "../services/Host.ts"
import { RunStore } from "../services/RunStore.ts"
import { initRunDir } from "../steps/InitRunDir.ts"
import type { RunHooks } from "./RunOperation.ts"
import { abandon, prepareDir } from "./RunOperation.ts"
import { unlessAsked, untilAsked } from "./UntilAsked.ts"

/** Makes a run that is prepared one that waits to be started, with the environment that it would be started in. */
export const markStaged = (plan: RunPlan, run: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const host = yield* Host
    yield* store.stamp(run, "started")
    yield* store.writeEnv(run, stagedEnv(savedEnv(runEnv(plan, run, host), plan.envSecrets)))
    // Staged comes before pending goes, so that the run is never seen as one that vanished.
    yield* store.mark(run, "STAGED")
    yield* store.unmark(run, "PENDING")
  })

/**
 * Prepares a run as if it were to start now and leaves it at that: directory, source, and what is required, but for the output of
 * other operations, which need not have run yet.
 */
export const stageRun = (plan: RunPlan, hooks: RunHooks) =>
  Effect.gen(function* () {
    yield* compileOutputScalars(plan.outputScalars)
    yield* unlessAsked
    const planned = yield* initRunDir.run({ plan })
    const { run } = planned
    yield* Effect.gen(function* () {
      yield* hooks.onInit(run)
      yield* untilAsked(prepareDir(planned, { ...hooks, staging: true }))
      yield* markStaged(plan, run)
    }).pipe(Effect.onError((cause) => abandon(run, cause)))
    return run
  })
