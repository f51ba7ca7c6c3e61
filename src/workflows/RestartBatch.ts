import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { claimRun } from "../steps/ClaimRun.ts"
import { letGo } from "./RestartRun.ts"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import type { BatchHooks } from "./batch/Running.ts"
import { endLeftOver } from "./EndLeftOver.ts"
import { removeHalfMade } from "./batch/TrialsOnDisk.ts"
import { runBatch } from "./RunBatch.ts"
import { unlessAsked } from "./UntilAsked.ts"

/** Runs a batch that is on disk again, in its own directory: its prototype is made anew, and its trials are new runs. */
export const restartBatch = (batch: BatchPlan, run: Run, hooks: BatchHooks) =>
  Effect.zipRight(
    Effect.all([unlessAsked, claimRun.run(run), removeHalfMade(run), endLeftOver(run)]),
    Effect.onError(runBatch(batch, hooks, run), (cause) => letGo(run, cause))
  )
