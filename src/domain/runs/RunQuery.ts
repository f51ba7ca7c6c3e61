import type { FilterExpr } from "../filter/FilterExpr.ts"
import type { StatusName } from "./RunStatus.ts"

/** Which runs a command means, before ids, indexes and ranges: every part that is set must hold. Texts are case sensitive. */
export interface RunQuery {
  /** Any of these operations (substring of the full name `pkg/model:op`, as lists show it; with `*`, a pattern a part). */
  readonly operations: ReadonlyArray<string>
  /**
   * Any of these names of operations, as oprefs have them. A run that is known already is taken to be of the operation that it was
   * of: an operation is written once, when a run is made. Known runs of other operations are not looked at then.
   */
  readonly opNames?: ReadonlyArray<string>
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
  /** Nobody asks how many there are: the total is the number of rows, and what comes after them is not looked into. */
  readonly uncounted?: boolean
}

/** Asks for every run. */
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

/** Every run of the operations with these names, whatever their models and packages. */
export const runsNamed = (opNames: ReadonlyArray<string>): RunQuery => ({ ...allRuns, opNames })
