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
