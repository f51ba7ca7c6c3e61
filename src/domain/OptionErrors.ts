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
