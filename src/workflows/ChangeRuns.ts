import { Array, Effect } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { RunStore } from "../services/RunStore.ts"
import { alone } from "./Alone.ts"

/** The lock under which guild changes what a user says of runs. */
const CHANGES = "changes"

/**
 * Changes attributes that are made of what they were: the runs are read again, and written, while no other guild changes any. What two
 * users add at the same time is there in the end, and what was added while one of them still typed. Gives how many runs were there.
 */
export const changeRuns = <E, R>(
  runs: ReadonlyArray<Run>,
  change: (runs: ReadonlyArray<Run>) => Effect.Effect<void, E, R>
) =>
  alone(
    CHANGES,
    Effect.gen(function* () {
      const store = yield* RunStore
      const present = Array.getSomes(yield* Effect.forEach(runs, (run) => store.read(run)))
      yield* change(present)
      return present.length
    })
  )
