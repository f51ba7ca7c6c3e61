import { Schema } from "effect"

/** A command of Guild that this version does not have. */
export class CommandNotAvailable extends Schema.TaggedError<CommandNotAvailable>()("CommandNotAvailable", {
  command: Schema.String
}) {
  override get message(): string {
    return `'${this.command}' is not available in this version`
  }
}

/** A flag for an optimizer, and no optimizer to take it. */
export class OptimizerRequired extends Schema.TaggedError<OptimizerRequired>()("OptimizerRequired", {
  assign: Schema.String
}) {
  override get message(): string {
    return `invalid optimizer flag ${this.assign}: no optimizer specified`
  }
}

/** What an editor left of the flags is no list of flags. */
export class InvalidEditedFlags extends Schema.TaggedError<InvalidEditedFlags>()("InvalidEditedFlags", {
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot use the edited flags: ${this.reason}\nNothing was run. Write one 'NAME: VALUE' on each line.`
  }
}

/** Something that only a batch has was asked of a single run. */
export class NotABatch extends Schema.TaggedError<NotABatch>()("NotABatch", {
  what: Schema.String
}) {
  override get message(): string {
    return `cannot ${this.what} for a non-batch operation`
  }
}

/** A run id that could not be the name of a directory. */
export class RunIdInvalid extends Schema.TaggedError<RunIdInvalid>()("RunIdInvalid", {
  id: Schema.String
}) {
  override get message(): string {
    return `invalid run id '${this.id}'\nUse letters, digits, '-' and '_'.`
  }
}
