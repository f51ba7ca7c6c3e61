import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"

/** Marks runs, or takes their marks away. */
export const markRuns = (runs: ReadonlyArray<Run>, marked: boolean): Effect.Effect<void, StoreError, RunStore> =>
  Effect.flatMap(RunStore, (store) =>
    Effect.forEach(runs, (run) => (marked ? store.writeAttr(run, "marked", true) : store.removeAttr(run, "marked")), {
      discard: true
    })
  )
