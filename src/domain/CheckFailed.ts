import { Schema } from "effect"
import { visibleText } from "./text/VisibleText.ts"

/** A project that cannot be used as it is; what is wrong has been said line by line. */
export class CheckFailed extends Schema.TaggedError<CheckFailed>()("CheckFailed", {
  path: Schema.String,
  problems: Schema.Number
}) {
  override get message(): string {
    return `${this.problems === 1 ? "a problem" : `${this.problems} problems`} in ${visibleText(this.path)} (see above for details)`
  }
}
