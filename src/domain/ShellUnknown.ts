import { Schema } from "effect"
import { SHELLS } from "./Shells.ts"

/** Neither the command line nor the environment names a shell that completion is made for. */
export class ShellUnknown extends Schema.TaggedError<ShellUnknown>()("ShellUnknown", {
  shell: Schema.String
}) {
  override get message(): string {
    const found = this.shell === "" ? "cannot tell which shell is used" : `cannot complete for '${this.shell}'`
    return `${found}\nUse --shell with one of ${SHELLS.join(", ")}.`
  }
}
