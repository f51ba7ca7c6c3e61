import { Schema } from "effect"

/** `-C` names something that commands cannot act in. */
export class ChangeDirError extends Schema.TaggedError<ChangeDirError>()("ChangeDirError", {
  dir: Schema.String,
  reason: Schema.Literal("missing", "not-a-directory")
}) {
  override get message(): string {
    return this.reason === "missing" ? `directory '${this.dir}' does not exist` : `'${this.dir}' is not a directory`
  }
}
