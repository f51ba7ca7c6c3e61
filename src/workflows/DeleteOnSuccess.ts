import { Effect, Option } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { RunStore } from "../services/RunStore.ts"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import { linkedTrials } from "./batch/TrialsOnDisk.ts"

interface Ended {
  readonly run: RunRef
  readonly exitStatus: number
}

/** Puts a run that ended well into the trash, where its operation says so and the user does not want it kept. */
export const deleteSuccessful = (
  { deleteOnSuccess }: { readonly deleteOnSuccess?: boolean },
  { keepRun, runDir }: Pick<RunRequest, "keepRun" | "runDir">,
  { exitStatus, run }: Ended
) =>
  Effect.gen(function* () {
    if (deleteOnSuccess !== true || keepRun === true || runDir !== undefined || exitStatus !== 0) return
    yield* (yield* RunStore).trash(run)
  })

/**
 * The same for a batch that is through: for each of its trials, by the operation that they are of, and for its own run, by that of
 * its optimizer. Trials stay until then, because an optimizer learns from them and a batch that goes on keeps them.
 */
export const deleteSuccessfulBatch = ({ basis, batchOp, request }: BatchPlan, { exitStatus, run }: Ended) =>
  Effect.gen(function* () {
    if (exitStatus !== 0) return
    const store = yield* RunStore
    const batch = Option.getOrUndefined(yield* store.read(run))
    if (basis.deleteOnSuccess === true && request.keepRun !== true && batch !== undefined)
      for (const trial of yield* linkedTrials(batch))
        if (trial.status._tag === "Completed") {
          yield* store.trash(trial)
          yield* store.purge({ id: trial.id, dir: `${run.dir}/${trial.id}` })
        }
    yield* deleteSuccessful(
      { deleteOnSuccess: batchOp.deleteOnSuccess === true },
      { keepRun: request.batch.keep ?? false, runDir: request.runDir },
      { exitStatus, run }
    )
  })
