import { Effect } from "effect"

/** So many items are done at a time: what takes a fraction of the time after which a key seems to wait. */
const SLICE = 1_000

/** Does something with every item, and lets all else have a turn between slices: keys that were typed, and an interruption. */
export const inSlices = <A, B>(
  items: ReadonlyArray<A>,
  act: (item: A, position: number) => B
): Effect.Effect<ReadonlyArray<B>> =>
  Effect.gen(function* () {
    const results: Array<B> = []
    for (let from = 0; from < items.length; from += SLICE) {
      if (from > 0) yield* Effect.sleep(0)
      items.slice(from, from + SLICE).forEach((item, i) => results.push(act(item, from + i)))
    }
    return results
  })
