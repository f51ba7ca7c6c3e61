import { Effect, Option } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { RunStore } from "../services/RunStore.ts"

/** Ids of the runs that a run links to: a batch's trials, a stepped run's steps. */
const heldBy = (run: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const links = yield* store.list({ archive: run.dir })
    const ids = yield* Effect.forEach(links, (link) =>
      Effect.orElseSucceed(store.readAttr(link, "id"), Option.none<unknown>)
    )
    return ids.flatMap(Option.toArray)
  })

/** Those of some runs that no other of them runs: what a batch or a stepped run prints has the output of its own runs in it. */
export const outermostRuns = (runs: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    if (runs.length < 2) return runs
    const held = new Set((yield* Effect.forEach(runs, heldBy)).flat())
    return runs.filter(({ id }) => !held.has(id))
  })
