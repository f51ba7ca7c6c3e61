import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"

/** Moves runs to the trash, or removes them for good. Runs that are still running are stopped by the caller first. */
export const deleteRuns = (
  runs: ReadonlyArray<Run>,
  options: { readonly permanent: boolean }
): Effect.Effect<void, StoreError, RunStore> =>
  Effect.flatMap(RunStore, (store) =>
    Effect.forEach(runs, (run) => (options.permanent ? store.purge(run) : store.trash(run)), { discard: true })
  )

/** Brings deleted runs back. */
export const restoreRuns = (runs: ReadonlyArray<Run>): Effect.Effect<void, StoreError, RunStore> =>
  Effect.flatMap(RunStore, (store) => Effect.forEach(runs, (run) => store.restore(run), { discard: true }))
