import { Schema } from "effect"

/** An operation requires another that is not there, neither as a definition nor as a run. */
export class RequiredOpMissing extends Schema.TaggedError<RequiredOpMissing>()("RequiredOpMissing", {
  operation: Schema.String,
  resource: Schema.String,
  required: Schema.String
}) {
  override get message(): string {
    return `'${this.operation}' requires '${this.required}' (${this.resource}), which is not defined here and has no suitable run\nTry 'guild operations' for a list of operations.`
  }
}

/** The user named a run for a requirement, and there is none. */
export class NamedRunMissing extends Schema.TaggedError<NamedRunMissing>()("NamedRunMissing", {
  resource: Schema.String,
  run: Schema.String,
  operation: Schema.String
}) {
  override get message(): string {
    return `could not find a run of ${this.operation} matching '${this.run}' for ${this.resource}\nTry 'guild runs list' for a list.`
  }
}

/** A required operation was run and did not come to a good end, so that what needs it was not started. */
export class RequiredRunFailed extends Schema.TaggedError<RequiredRunFailed>()("RequiredRunFailed", {
  operation: Schema.String,
  required: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `${this.operation} was not started because ${this.required}, which it requires, failed: ${this.reason}`
  }
}
