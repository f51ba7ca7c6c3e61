import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { PROTO_DIR } from "../domain/runs/RunLayout.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"
import { writeAttrs } from "./WriteAttrs.ts"

/** A plan that has its run directory. */
export interface PlannedRun {
  readonly plan: RunPlan
  readonly run: RunRef
}

/**
 * Allocates the run directory, pending, and writes down what is known before anything is copied, and what is `first` of all. The
 * operation, which makes a run of it, comes last: a run that is seen is whole, wherever guild was killed. Where this cannot be done,
 * as on a full disk, nothing of the run stays; a directory that the user named is theirs and is not removed.
 */
const initWith = <A, E, R>(plan: RunPlan, first: (run: RunRef) => Effect.Effect<A, E, R>) =>
  Effect.uninterruptible(
    Effect.gen(function* () {
      const store = yield* RunStore
      const begun = yield* store.allocate({
        id: plan.runId === undefined ? undefined : RunId.make(plan.runId),
        dir: plan.runDir,
        linkedFrom: plan.linkedFrom
      })
      return yield* Effect.gen(function* () {
        const made = yield* first(begun)
        yield* writeAttrs(begun, plan.attrs)
        const run = yield* store.establish(begun, plan.opRef)
        return { planned: { plan, run } satisfies PlannedRun, made }
      }).pipe(
        Effect.onError(() =>
          Effect.ignore(plan.runDir === undefined ? store.purge(begun) : store.unmark(begun, "PENDING"))
        )
      )
    })
  )

/** The directory of a run, as `initWith` makes it. */
export const initRunDir = make("initRunDir", (plan: RunPlan) =>
  Effect.map(
    initWith(plan, () => Effect.void),
    ({ planned }) => planned
  )
)

/** The directories of a batch: its own, and in it that of its prototype, which it has from when it is first seen. */
export const initBatchDirs = make(
  "initBatchDirs",
  ({ batch, proto }: { readonly batch: RunPlan; readonly proto: RunPlan }) =>
    Effect.map(
      initWith(batch, (run) => initRunDir.run({ ...proto, runDir: `${run.dir}/${PROTO_DIR}` })),
      ({ planned, made }) => ({
        planned,
        proto: { ...made, run: { id: made.run.id, dir: `${planned.run.dir}/${PROTO_DIR}` } } satisfies PlannedRun
      })
    )
)
