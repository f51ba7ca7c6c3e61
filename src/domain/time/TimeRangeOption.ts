import { Schema } from "effect"

/** `--started` says something that is no time range. */
export class InvalidTimeRange extends Schema.TaggedError<InvalidTimeRange>()("InvalidTimeRange", {
  range: Schema.String,
  reason: Schema.String,
  command: Schema.String
}) {
  override get message(): string {
    return `invalid RANGE: ${this.reason}\nTry '${this.command} --help' for help specifying time ranges.`
  }
}
