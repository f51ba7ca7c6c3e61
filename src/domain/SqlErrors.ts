import { Schema } from "effect"

/** A statement of the user that cannot be answered from the index. */
export class SqlRefused extends Schema.TaggedError<SqlRefused>()("SqlRefused", {
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot run SQL: ${this.reason}\nUse one SELECT over the tables runs, flags, scalars, attributes, tags, comments, files and dependencies.`
  }
}
