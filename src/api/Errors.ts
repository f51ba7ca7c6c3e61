import { Duration, Schema } from "effect"
import { shortId } from "../domain/runs/RunId.ts"

/** A run of a node that did not end as it should, or did not come to be: beside what its own function fails with. */
export class NodeRunFailed extends Schema.TaggedError<NodeRunFailed>()("NodeRunFailed", {
  operation: Schema.String,
  /** Missing where it did not come to a run. */
  run: Schema.optional(Schema.String),
  reason: Schema.String,
  /** Where its function threw, if it did. */
  trace: Schema.optional(Schema.String)
}) {
  override get message(): string {
    return this.run === undefined
      ? `cannot run ${this.operation}: ${this.reason}`
      : `${this.operation} (run ${shortId(this.run)}) failed: ${this.reason}\nUse 'guild cat --output ${shortId(this.run)}' for what it printed.`
  }
}

/** Data that a Schema does not take: flags, what an operation requires, or what it gives. */
export class DataInvalid extends Schema.TaggedError<DataInvalid>()("DataInvalid", {
  operation: Schema.String,
  what: Schema.Literal("flags", "requires", "output"),
  reason: Schema.String
}) {
  override get message(): string {
    const what = this.what === "flags" ? "invalid flags for" : `invalid '${this.what}' of`
    return `${what} ${this.operation}: ${this.reason}`
  }
}

/** An attempt at a node was interrupted because it took longer than the node's `timeout`. */
export class NodeTimedOut extends Schema.TaggedError<NodeTimedOut>()("NodeTimedOut", {
  node: Schema.String,
  timeoutMs: Schema.Number
}) {
  override get message(): string {
    return `took longer than ${Duration.format(Duration.millis(this.timeoutMs))}`
  }
}

/** What guild itself finds wrong with a node. */
export type NodeError = NodeRunFailed | DataInvalid | NodeTimedOut

/** Why one node of a pipeline has no output. */
export interface NodeFailed<out E> {
  readonly node: string
  /** What its last attempt failed with. */
  readonly error: E
  /** The same in words, on one line or several. */
  readonly message: string
}

/**
 * Nodes of a pipeline failed. Their own errors are in `failures`, typed as the operations are: that is why this is no Schema's class.
 */
export class PipelineFailed<out E> extends Error {
  readonly _tag = "PipelineFailed"
  readonly pipeline: string
  readonly failures: ReadonlyArray<NodeFailed<E>>
  /** Nodes that were not run, or were ended, because of a failure. */
  readonly cancelled: ReadonlyArray<string>

  constructor(pipeline: string, failures: ReadonlyArray<NodeFailed<E>>, cancelled: ReadonlyArray<string>) {
    // A message may have lines of its own; they stay below their node.
    const lines = failures.map(({ message, node }) => `  ${node}: ${message.trimEnd().replaceAll("\n", "\n    ")}`)
    super(
      [`${pipeline} failed`, ...lines, ...(cancelled.length === 0 ? [] : [`  not run: ${cancelled.join(", ")}`])].join(
        "\n"
      )
    )
    this.pipeline = pipeline
    this.failures = failures
    this.cancelled = cancelled
  }
}

/** The run of a pipeline could not be begun, continued or recorded. */
export class PipelineRunFailed extends Schema.TaggedError<PipelineRunFailed>()("PipelineRunFailed", {
  pipeline: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot run ${this.pipeline}: ${this.reason}`
  }
}
