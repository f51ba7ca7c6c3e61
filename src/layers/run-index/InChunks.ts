import { Effect } from "effect"

/** So many items are done at a time before other fibers, an interruption among them, have a turn. */
const CHUNK = 500

/** Does something synchronous with every item, and lets other fibers run between slices. */
export const inChunks = <A, B>(
  items: ReadonlyArray<A>,
  act: (item: A, position: number) => B
): Effect.Effect<ReadonlyArray<B>> =>
  Effect.gen(function* () {
    const results: Array<B> = []
    for (const [position, item] of items.entries()) {
      if (position > 0 && position % CHUNK === 0) yield* Effect.yieldNow()
      results.push(act(item, position))
    }
    return results
  })
