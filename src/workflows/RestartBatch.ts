import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { claimRun } from "../steps/ClaimRun.ts"
import { letGo } from "./RestartRun.ts"
import type { BatchHooks, BatchPlan } from "./RunBatch.ts"
import { runBatch } from "./RunBatch.ts"

/** Runs a batch that is on disk again, in its own directory: its prototype is made anew, and its trials are new runs. */
export const restartBatch = (batch: BatchPlan, run: Run, hooks: BatchHooks) =>
  Effect.zipRight(claimRun.run(run), runBatch(batch, hooks, run).pipe(Effect.onError((cause) => letGo(run, cause))))
