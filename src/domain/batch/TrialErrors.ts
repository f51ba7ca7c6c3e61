import { Schema } from "effect"

/** A trial was asked for by a process that is no optimizer's. */
export class NotInOptimizer extends Schema.TaggedError<NotInOptimizer>()("NotInOptimizer", {
  command: Schema.String
}) {
  override get message(): string {
    return `'${this.command}' is for the process of an optimizer\nUse 'guild run OPERATION --optimizer NAME' to run one.`
  }
}

/** The exit code by which an optimizer's script knows that its batch runs no more trials; one that ends with it then ended well. */
export const OVER_CODE = 3

/** The batch runs no more trials. */
export class NoMoreTrials extends Schema.TaggedError<NoMoreTrials>()("NoMoreTrials", {
  reason: Schema.String
}) {
  override get message(): string {
    return `no more trials: ${this.reason}`
  }
}

/** A batch does not do what its optimizer asks of it. */
export class TrialCallFailed extends Schema.TaggedError<TrialCallFailed>()("TrialCallFailed", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

/** A value was asked for that an answer does not have. */
export class NoSuchAnswer extends Schema.TaggedError<NoSuchAnswer>()("NoSuchAnswer", {
  name: Schema.String
}) {
  override get message(): string {
    return `there is no '${this.name}' in the answer`
  }
}

/** An optimizer failed that was only to say which trials it would run. */
export class OptimizerFailed extends Schema.TaggedError<OptimizerFailed>()("OptimizerFailed", {
  operation: Schema.String,
  exitStatus: Schema.Number
}) {
  override get message(): string {
    const how =
      this.exitStatus < 0 ? `was ended by signal ${-this.exitStatus}` : `ended with exit status ${this.exitStatus}`
    return `optimizer ${this.operation} ${how} before it had said which trials it would run`
  }
}
