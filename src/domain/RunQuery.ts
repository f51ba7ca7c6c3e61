import type { StatusName } from "./RunStatus.ts"

/** Which runs a command means, before ids, indexes and ranges: every part that is set must hold. */
export interface RunQuery {
  /** Any of these operations (substring of the full name `pkg/model:op`, as lists show it). */
  readonly operations: ReadonlyArray<string>
  /** Every one of these texts stands in the label; `-` alone means no label. */
  readonly labels: ReadonlyArray<string>
  readonly unlabeled: boolean
  readonly marked: boolean | undefined
  readonly tags: ReadonlyArray<string>
  readonly comments: ReadonlyArray<string>
  /** Microseconds since the epoch, start included, end excluded. */
  readonly started: { readonly from: number | undefined; readonly to: number | undefined } | undefined
  /** Prefix of the source code digest. */
  readonly digest: string | undefined
  /** Any of these statuses; empty means all. */
  readonly statuses: ReadonlyArray<StatusName>
  readonly notStatuses: ReadonlyArray<StatusName>
  readonly idPrefix: string | undefined
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
  limit: undefined
}
