import { Effect, Option } from "effect"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import type { Value } from "../domain/Value.ts"
import { getKey, isMap } from "../domain/Value.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import { linkedTrials } from "./batch/LinkedTrials.ts"
import { lastRun, readLog } from "./steps/StepStandings.ts"

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

const attrOf = (run: RunRef, name: string) =>
  Effect.gen(function* () {
    const value = yield* Effect.orElseSucceed((yield* RunStore).readAttr(run, name), Option.none<Value>)
    return Option.getOrUndefined(Option.filter(value, isMap))
  })

/** Whether a run says that it is to go on success, and nobody asked for it to be kept. */
const isToGo = (run: RunRef) =>
  Effect.gen(function* () {
    const op = yield* attrOf(run, "op")
    const params = yield* attrOf(run, "run_params")
    return getKey(op ?? {}, "delete-on-success") === true && getKey(params ?? {}, "keep_run") !== true
  })

const trashLinked = (parent: RunRef, link: string, run: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    yield* store.trash(run)
    yield* store.purge({ id: run.id, dir: `${parent.dir}/${link}` })
  })

/**
 * The same for the steps of a run that is through, each by its own operation: they stay until then, because later steps may require
 * them and a run that goes on keeps them. A run that was there before, and was only taken for a step, stays.
 */
export const deleteSuccessfulSteps = (
  parent: Run,
  request: Pick<RunRequest, "keepRun">
): Effect.Effect<void, StoreError, RunStore> =>
  Effect.gen(function* () {
    if (request.keepRun === true) return
    const store = yield* RunStore
    for (const entry of (yield* readLog(parent)).values()) {
      const ref = lastRun(entry, store.runsDir)
      const run = ref === undefined ? undefined : Option.getOrUndefined(yield* store.read(ref))
      if (run?.status._tag !== "Completed" || (run.initialized ?? 0) < (parent.initialized ?? 0)) continue
      yield* deleteSuccessfulSteps(run, request)
      if (yield* isToGo(run)) yield* trashLinked(parent, entry.id, run)
    }
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
    if (basis.steps !== undefined && batch !== undefined)
      for (const trial of yield* linkedTrials(batch)) yield* deleteSuccessfulSteps(trial, request)
    if (basis.deleteOnSuccess === true && request.keepRun !== true && batch !== undefined)
      for (const trial of yield* linkedTrials(batch))
        if (trial.status._tag === "Completed") yield* trashLinked(run, trial.id, trial)
    yield* deleteSuccessful(
      { deleteOnSuccess: batchOp.deleteOnSuccess === true },
      { keepRun: request.batch.keep ?? false, runDir: request.runDir },
      { exitStatus, run }
    )
  })
