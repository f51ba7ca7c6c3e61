import type { Objective } from "../compare/Objective.ts"
import type { ValueMap } from "../Value.ts"

/** One trial of a batch that would be run. */
export interface PlannedTrial {
  readonly flags: ValueMap
  /** Runs that make it needless, one for each time that it would be run, as far as there are such. */
  readonly done: ReadonlyArray<string>
}

/** What a batch would go through. */
export interface PlannedTrials {
  /**
   * What chooses the trials, and what it is after where it goes by what comes of them; undefined where they are combinations of
   * values, or entries of files.
   */
  readonly search: { readonly optimizer: string; readonly objective: Objective | undefined } | undefined
  /** How many there are; at most so many where they are chosen. Undefined where only the optimizer knows. */
  readonly count: number | undefined
  /** How often each is run. */
  readonly repeat: number
  /** Undefined where they are drawn, or chosen, when the batch is run; else the first of them. */
  readonly first: ReadonlyArray<PlannedTrial> | undefined
  /** How many runs of trials are done already; undefined where that was not asked, or cannot be told. */
  readonly done: number | undefined
}
