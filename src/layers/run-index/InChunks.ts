import { Effect } from "effect"
import { inTurns } from "../../domain/InTurns.ts"

/** So many items that are read from the disk are done at a time. */
const CHUNK = 500

/** So many items that are only compared are done at a time. */
const LONG_CHUNK = 5_000

/** Lets everything that waits have its turn, what comes from outside as well, and takes no time of the clock. */
export const letOthers: Effect.Effect<void> = Effect.async((resume) => {
  const turn = setImmediate(() => resume(Effect.void))
  return Effect.sync(() => clearImmediate(turn))
})

/** Does something synchronous with every item, and lets others have their turn in between. */
export const inChunks = inTurns(CHUNK, letOthers)

/** As `inChunks`, for items that no file is looked at for. */
export const inLongChunks = inTurns(LONG_CHUNK, letOthers)
