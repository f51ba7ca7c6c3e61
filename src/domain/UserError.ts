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

/** An optimizer of guild's own that was to be run without an operation. */
export class OptimizerAlone extends Schema.TaggedError<OptimizerAlone>()("OptimizerAlone", {
  /** Its full name. */
  name: Schema.String,
  optimizer: Schema.String
}) {
  override get message(): string {
    return `'${this.name}' chooses flags for another operation and cannot be run by itself\nTry 'guild run OPERATION --optimizer ${this.optimizer}'.`
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
