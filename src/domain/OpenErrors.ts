import { Schema } from "effect"

/** A program that was to open something ended with an error. */
export class OpenFailed extends Schema.TaggedError<OpenFailed>()("OpenFailed", {
  command: Schema.String,
  exitStatus: Schema.Number
}) {
  override get message(): string {
    return `error running '${this.command}': exit status ${this.exitStatus}`
  }
}

/** A command line inside an option has quotes that do not close. */
export class InvalidCommand extends Schema.TaggedError<InvalidCommand>()("InvalidCommand", {
  command: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid command '${this.command}': ${this.reason}`
  }
}
