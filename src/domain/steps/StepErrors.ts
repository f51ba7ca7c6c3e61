import { Schema } from "effect"

/** A step is not defined as one has to be. */
export class StepInvalid extends Schema.TaggedError<StepInvalid>()("StepInvalid", {
  /** From 1. */
  position: Schema.Number,
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

/** What `expect` says of a step's run does not hold; what in particular has been told before. */
export class StepCheckFailed extends Schema.TaggedError<StepCheckFailed>()("StepCheckFailed", {
  failed: Schema.Number
}) {
  override get message(): string {
    return "stopping because a check failed"
  }
}

/** `--from` names no step of the run. */
export class NoSuchStep extends Schema.TaggedError<NoSuchStep>()("NoSuchStep", {
  step: Schema.String,
  steps: Schema.Array(Schema.String)
}) {
  override get message(): string {
    return `there is no step '${this.step}'\nThe steps are: ${this.steps.join(", ")}`
  }
}

/** Options that mean something to an operation with steps alone. */
export class NotStepped extends Schema.TaggedError<NotStepped>()("NotStepped", {
  option: Schema.String,
  operation: Schema.String
}) {
  override get message(): string {
    return `${this.option} is for operations with steps, and '${this.operation}' has none`
  }
}

/** There is no step to go back to in a run that is new. */
export class RestartRequired extends Schema.TaggedError<RestartRequired>()("RestartRequired", {}) {
  override get message(): string {
    return "--from goes back to a step of a run that is there: name the run with --restart"
  }
}
