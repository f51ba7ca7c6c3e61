import { Schema } from "effect"

/** There is nothing that commands can act in: what `-C` names is none, or the current directory has been removed. */
export class ChangeDirError extends Schema.TaggedError<ChangeDirError>()("ChangeDirError", {
  dir: Schema.String,
  reason: Schema.Literal("gone", "missing", "not-a-directory")
}) {
  override get message(): string {
    if (this.reason === "gone")
      return "the current directory does not exist any more\nChange to another one first, or name one with -C."
    return this.reason === "missing" ? `directory '${this.dir}' does not exist` : `'${this.dir}' is not a directory`
  }
}
