import { Effect, Option } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { RunStore } from "../../services/RunStore.ts"

/** The runs that a batch is linked to, of its last start: those of an earlier one are not what it is after now. */
export const linkedTrials = (batch: Run) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const links = yield* store.list({ archive: batch.dir })
    // The run itself: through the link it would be removed as one.
    const refs = links.map(({ id }) => ({ id, dir: `${store.runsDir}/${id}` }))
    return (yield* Effect.forEach(refs, (ref) => store.read(ref)))
      .flatMap(Option.toArray)
      .filter(({ initialized = Infinity }) => initialized >= (batch.initialized ?? 0))
  })
