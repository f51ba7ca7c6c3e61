import type { OpRef } from "../ops/OpRef.ts"
import type { RunId } from "./RunId.ts"
import type { RunStatus } from "./RunStatus.ts"
import type { Value, ValueMap } from "../Value.ts"

/** Which run directory: its id, and the absolute path where it stands. */
export interface RunRef {
  readonly id: RunId
  readonly dir: string
}

/** What is on disk about one run, as lists, filters and comparisons need it. Times are microseconds since the epoch. */
export interface Run extends RunRef {
  readonly opRef: OpRef
  readonly status: RunStatus
  readonly exitStatus: number | undefined
  readonly initialized: number | undefined
  readonly started: number | undefined
  readonly stopped: number | undefined
  readonly label: string
  readonly marked: boolean
  readonly tags: ReadonlyArray<string>
  readonly comments: ReadonlyArray<Value>
  readonly flags: ValueMap
  readonly sourcecodeDigest: string | undefined
  /** A batch run has a prototype run in `.guild/proto`. */
  readonly isBatch: boolean
  /** The operation of a batch's prototype, where it can be read: lists name a batch by both. */
  readonly protoOpRef?: OpRef | undefined
  /** Attributes of those here whose file is there and cannot be read; they count as missing. */
  readonly damagedAttrs?: ReadonlyArray<string> | undefined
}
