import { Schema } from "effect"

/** Two nodes of a graph have one name. */
export class DuplicateNode extends Schema.TaggedError<DuplicateNode>()("DuplicateNode", { node: Schema.String }) {
  override get message(): string {
    return `there is more than one '${this.node}'\nGive each a name of its own.`
  }
}

/** A node needs another that is not there. */
export class UnknownNeed extends Schema.TaggedError<UnknownNeed>()("UnknownNeed", {
  node: Schema.String,
  need: Schema.String,
  /** The name that was probably meant. */
  nearest: Schema.optional(Schema.String)
}) {
  override get message(): string {
    const hint = this.nearest === undefined ? "" : `\nDid you mean '${this.nearest}'?`
    return `'${this.node}' needs '${this.need}', which is not defined${hint}`
  }
}

/** Nodes that wait for each other: each needs the next, and the last is the first again. */
export class GraphCycle extends Schema.TaggedError<GraphCycle>()("GraphCycle", { path: Schema.Array(Schema.String) }) {
  override get message(): string {
    return `these need each other and could never start: ${this.path.join(" -> ")}`
  }
}

export type GraphError = DuplicateNode | UnknownNeed | GraphCycle
