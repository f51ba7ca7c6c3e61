import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"
import { writeAttrs } from "./WriteAttrs.ts"

/** A plan that has its run directory. */
export interface PlannedRun {
  readonly plan: RunPlan
  readonly run: RunRef
}

/**
 * Allocates the run directory, pending, and writes down what is known before anything is copied. Where that cannot be done, as on
 * a full disk, nothing of the run stays; a directory that the user named is theirs and is not removed.
 */
export const initRunDir = make("initRunDir", (plan: RunPlan) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const run = yield* store.allocate({
      id: plan.runId === undefined ? undefined : RunId.make(plan.runId),
      dir: plan.runDir,
      linkedFrom: plan.linkedFrom
    })
    yield* Effect.zipRight(store.writeOpRef(run, plan.opRef), writeAttrs(run, plan.attrs)).pipe(
      Effect.onError(() => Effect.ignore(plan.runDir === undefined ? store.purge(run) : store.unmark(run, "PENDING")))
    )
    return { plan, run } satisfies PlannedRun
  })
)
