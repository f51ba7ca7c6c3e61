import { Effect } from "effect"

/**
 * Does something synchronous with every item, in order, and gives what came of each. After so many items (`atOnce`) it pauses, so
 * that all else has its turn: other fibers, an interruption, keys that were typed.
 *
 * @param pause what lets the others have their turn; a fiber that only yields lets fibers alone
 */
export const inTurns =
  (atOnce: number, pause: Effect.Effect<void>) =>
  <A, B>(items: ReadonlyArray<A>, act: (item: A, position: number) => B): Effect.Effect<ReadonlyArray<B>> =>
    Effect.gen(function* () {
      const results: Array<B> = []
      for (let from = 0; from < items.length; from += atOnce) {
        if (from > 0) yield* pause
        items.slice(from, from + atOnce).forEach((item, i) => results.push(act(item, from + i)))
      }
      return results
    })
