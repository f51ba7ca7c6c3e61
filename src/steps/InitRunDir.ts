import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { RunId } from "../domain/runs/RunId.ts"
import { PROTO_DIR } from "../domain/runs/RunLayout.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"
import { writeAttrs } from "./WriteAttrs.ts"

/** What to make a run of, and who is to know of it before anybody can see it. */
interface NewRun {
  readonly plan: RunPlan
  readonly beforeSeen?: ((run: RunRef) => Effect.Effect<void>) | undefined
}

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
const initWith = <A, E, R>({ beforeSeen, plan }: NewRun, first: (run: RunRef) => Effect.Effect<A, E, R>) =>
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
        yield* beforeSeen?.(begun) ?? Effect.void
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
export const initRunDir = make("initRunDir", (asked: NewRun) =>
  Effect.map(
    initWith(asked, () => Effect.void),
    ({ planned }) => planned
  )
)

/** The directories of a batch: its own, and in it that of its prototype, which it has from when it is first seen. */
export const initBatchDirs = make(
  "initBatchDirs",
  ({ batch, beforeSeen, proto }: { readonly batch: RunPlan; readonly proto: RunPlan } & Pick<NewRun, "beforeSeen">) =>
    Effect.map(
      initWith({ plan: batch, beforeSeen }, (run) =>
        initRunDir.run({ plan: { ...proto, runDir: `${run.dir}/${PROTO_DIR}` } })
      ),
      ({ planned, made }) => ({
        planned,
        proto: { ...made, run: { id: made.run.id, dir: `${planned.run.dir}/${PROTO_DIR}` } } satisfies PlannedRun
      })
    )
)
