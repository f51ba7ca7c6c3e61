import { Schema } from "effect"

/** Nothing answers to the filters. */
export class NoMatchingRuns extends Schema.TaggedError<NoMatchingRuns>()("NoMatchingRuns", {}) {
  override get message(): string {
    return "no matching runs\nTry 'guild runs list' to list available runs."
  }
}

/** `--archive` names no directory. */
export class ArchiveMissing extends Schema.TaggedError<ArchiveMissing>()("ArchiveMissing", {
  archive: Schema.String
}) {
  override get message(): string {
    return `archive '${this.archive}' does not exist`
  }
}
