import type { FilterExpr } from "../filter/FilterExpr.ts"
import type { StatusName } from "./RunStatus.ts"

/** Which runs a command means, before ids, indexes and ranges: every part that is set must hold. Texts are case sensitive. */
export interface RunQuery {
  /** Any of these operations (substring of the full name `pkg/model:op`, as lists show it; with `*`, a pattern a part). */
  readonly operations: ReadonlyArray<string>
  /**
   * A run that is known already is taken to be of the operation that it was of: an operation is written once, when a run is made.
   * Known runs of no operation that is asked for are not looked at then. Of no effect where none is asked for.
   */
  readonly rememberedOperations?: boolean
  /** Any of these texts stands in the label; `-` alone means no label. */
  readonly labels: ReadonlyArray<string>
  readonly unlabeled: boolean
  readonly marked: boolean | undefined
  /** Any of these tags. */
  readonly tags: ReadonlyArray<string>
  /** Any of these texts stands in the body of a comment. */
  readonly comments: ReadonlyArray<string>
  /** Microseconds since the epoch, start included, end excluded. A run that has not started counts by `initialized`. */
  readonly started: { readonly from: number | undefined; readonly to: number | undefined } | undefined
  /** Prefix of the source code digest. */
  readonly digest: string | undefined
  /** Any of these statuses; empty means all. */
  readonly statuses: ReadonlyArray<StatusName>
  readonly notStatuses: ReadonlyArray<StatusName>
  readonly idPrefix: string | undefined
  /** Holds for the run's attributes, flags and scalars. */
  readonly filter: FilterExpr | undefined
  /** Marked runs come before all others, each in the order of lists. */
  readonly markedFirst?: boolean
  /** At most this many rows; the total is counted all the same. */
  readonly limit: number | undefined
}

export const allRuns: RunQuery = {
  operations: [],
  labels: [],
  unlabeled: false,
  marked: undefined,
  tags: [],
  comments: [],
  started: undefined,
  digest: undefined,
  statuses: [],
  notStatuses: [],
  idPrefix: undefined,
  filter: undefined,
  limit: undefined
}

/**
 * The part of all runs that has every run of these operations in it, whatever their models: in the full name of each stands the name
 * of its operation. A star would make a name a pattern: then it is all runs.
 */
export const runsNamed = (opNames: ReadonlyArray<string>): RunQuery =>
  opNames.some((name) => name.includes("*")) ? allRuns : { ...allRuns, operations: opNames, rememberedOperations: true }
