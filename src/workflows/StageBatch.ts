import { Effect } from "effect"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import type { BatchHooks } from "./batch/Running.ts"
import { initBatch } from "./RunBatch.ts"
import { abandon } from "./RunOperation.ts"
import { markStaged } from "./StageRun.ts"

/** Prepares a batch and its prototype and leaves it at that: trials are made when it is started. */
export const stageBatch = (batch: BatchPlan, hooks: BatchHooks) =>
  Effect.gen(function* () {
    const { plan, run } = yield* initBatch(batch, hooks, { staging: true })
    yield* markStaged(plan, run).pipe(Effect.onError((cause) => abandon(run, cause)))
    return { plan, run }
  })
