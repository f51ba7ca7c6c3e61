import { Schema } from "effect"

/** Two options that say different things about the same matter. */
export class OptionsConflict extends Schema.TaggedError<OptionsConflict>()("OptionsConflict", {
  first: Schema.String,
  second: Schema.String
}) {
  override get message(): string {
    return `${this.first} and ${this.second} cannot both be specified`
  }
}

/** A command that has nothing to do until one of these options says what. */
export class OptionRequired extends Schema.TaggedError<OptionRequired>()("OptionRequired", {
  oneOf: Schema.Array(Schema.String),
  command: Schema.String
}) {
  override get message(): string {
    const names = this.oneOf.length === 1 ? this.oneOf[0] : `one of ${this.oneOf.join(", ")}`
    return `${names} is required\nTry '${this.command} --help' for more information.`
  }
}

/** A remote that the user configuration does not know. */
export class RemoteNotDefined extends Schema.TaggedError<RemoteNotDefined>()("RemoteNotDefined", {
  remote: Schema.String
}) {
  override get message(): string {
    return `remote '${this.remote}' is not defined\nShow remotes by running 'guild remotes' or 'guild remotes --help'\nfor more information.`
  }
}

/** A question was asked and standard input had no answer left. */
export class NoAnswer extends Schema.TaggedError<NoAnswer>()("NoAnswer", {
  question: Schema.String
}) {
  override get message(): string {
    return `cannot ask '${this.question}': standard input is at its end\nUse --yes to go on without being asked.`
  }
}

/** The user was asked and said no. */
export class Declined extends Schema.TaggedError<Declined>()("Declined", {}) {
  override get message(): string {
    return "nothing was done"
  }
}
