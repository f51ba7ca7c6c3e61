import { Schema } from "effect"

/** A file or directory that the user named and that is not there. */
export class PathMissing extends Schema.TaggedError<PathMissing>()("PathMissing", {
  path: Schema.String
}) {
  override get message(): string {
    return `${this.path} does not exist`
  }
}

/** A path that leads out of the run directory it was meant for. */
export class PathOutside extends Schema.TaggedError<PathOutside>()("PathOutside", {
  path: Schema.String
}) {
  override get message(): string {
    return `path '${this.path}' is not inside the run directory\nUse a path relative to it; 'guild ls --all' shows its files.`
  }
}
