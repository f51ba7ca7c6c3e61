import { Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { RunStore } from "../services/RunStore.ts"
import { carryRuns } from "./CarryRuns.ts"

/**
 * Brings runs from elsewhere to the Guild home.
 *
 * @returns the runs that were imported, without those that exist
 */
export const importRuns = (
  runs: ReadonlyArray<Run>,
  options: { readonly move: boolean; readonly copyResources: boolean }
) =>
  Effect.flatMap(RunStore, ({ runsDir }) =>
    carryRuns(runs, { ...options, dir: runsDir, keepOriginal: !options.move, taken: (run) => run.id })
  )
