import { Schema } from "effect"

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
