import { Schema } from "effect"

/** A file or directory that the user named and that is not there. */
export class PathMissing extends Schema.TaggedError<PathMissing>()("PathMissing", {
  path: Schema.String
}) {
  override get message(): string {
    return `${this.path} does not exist`
  }
}
