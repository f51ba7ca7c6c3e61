import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { RunQuery } from "../domain/runs/RunQuery.ts"
import { allRuns } from "../domain/runs/RunQuery.ts"
import { scalarName } from "../domain/scalars/Scalar.ts"
import { RunIndex } from "../services/RunIndex.ts"

/** Runs of the Guild home, latest first. */
export const runs = (query: Partial<RunQuery> = {}) =>
  Effect.flatMap(RunIndex, (index) => Effect.map(index.query("live", { ...allRuns, ...query }), ({ runs }) => runs))

/** The last value of each scalar of a run, by name. */
export const scalars = (run: RunRef) =>
  Effect.flatMap(RunIndex, (index) =>
    Effect.map(index.scalars(run), (all) => new Map(all.map((scalar) => [scalarName(scalar), scalar.lastVal] as const)))
  )
