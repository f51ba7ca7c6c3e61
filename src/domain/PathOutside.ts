import { Schema } from "effect"

/** A path that leads out of the run directory it was meant for. */
export class PathOutside extends Schema.TaggedError<PathOutside>()("PathOutside", {
  path: Schema.String
}) {
  override get message(): string {
    return `path '${this.path}' is not inside the run directory\nUse a path relative to it; 'guild ls --all' shows its files.`
  }
}
