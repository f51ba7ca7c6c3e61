import { Schema } from "effect"

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
