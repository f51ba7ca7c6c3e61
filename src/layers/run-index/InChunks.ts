import { Effect } from "effect"

/** So many items are done at a time before all else has a turn: other fibers, an interruption, keys that were typed. */
const CHUNK = 500

/** Lets everything that waits have its turn, what comes from outside as well. A fiber that yields lets only fibers. */
export const letOthers: Effect.Effect<void> = Effect.async((resume) => {
  const turn = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(turn))
})

/** Does something synchronous with every item, and lets others have a turn between slices. */
export const inChunks = <A, B>(
  items: ReadonlyArray<A>,
  act: (item: A, position: number) => B
): Effect.Effect<ReadonlyArray<B>> =>
  Effect.gen(function* () {
    const results: Array<B> = []
    for (let from = 0; from < items.length; from += CHUNK) {
      if (from > 0) yield* letOthers
      items.slice(from, from + CHUNK).forEach((item, i) => results.push(act(item, from + i)))
    }
    return results
  })
