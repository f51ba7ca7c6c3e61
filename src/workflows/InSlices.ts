import { Effect } from "effect"
import { inTurns } from "../domain/InTurns.ts"

/** So many items take a fraction of the time after which a key seems to wait. */
const SLICE = 1_000

/** Does something with every item of many that are in memory, and lets all else have its turn. */
export const inSlices = inTurns(SLICE, Effect.sleep(0))
