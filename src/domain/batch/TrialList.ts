import { Effect, Schema } from "effect"
import type { ValueMap } from "../Value.ts"

/** The flags of a batch's trials, each made when it is asked for: a product may have more of them than fit in memory. */
export interface TrialList {
  readonly size: number
  /** Flags of a trial, counted from 0; the same each time. */
  readonly at: (index: number) => ValueMap
}

/** More trials than can be laid out at once. */
export class TooManyTrials extends Schema.TaggedError<TooManyTrials>()("TooManyTrials", {
  what: Schema.String,
  size: Schema.Number
}) {
  override get message(): string {
    return `cannot ${this.what} ${this.size} trials: at most ${MAX_LISTED} can be listed\nUse --max-trials N to take N of them.`
  }
}

/** As many trials as a table or a file of them may have. */
export const MAX_LISTED = 1_000_000

/** Trials that are all known already. */
export const listOfTrials = (trials: ReadonlyArray<ValueMap>): TrialList => ({
  size: trials.length,
  at: (index) => trials[index] ?? {}
})

/** All trials at once. */
export const allTrials = (list: TrialList, what: string): Effect.Effect<ReadonlyArray<ValueMap>, TooManyTrials> =>
  list.size > MAX_LISTED
    ? new TooManyTrials({ what, size: list.size })
    : Effect.sync(() => Array.from({ length: list.size }, (_, index) => list.at(index)))
