import { Schema } from "effect"

const listed = (paths: ReadonlyArray<string>): string => {
  const shown = paths.slice(0, 10).map((path) => `  ${path}`)
  return [...shown, ...(paths.length > shown.length ? [`  ... and ${paths.length - shown.length} more`] : [])].join(
    "\n"
  )
}

/** Files of the project would be lost. */
export class MergeReplaces extends Schema.TaggedError<MergeReplaces>()("MergeReplaces", {
  dir: Schema.String,
  paths: Schema.Array(Schema.String),
  /** Whether version control has what would be lost. */
  committed: Schema.Boolean
}) {
  override get message(): string {
    return this.committed
      ? `files in '${this.dir}' would be replaced and --no-replace is used:\n${listed(this.paths)}`
      : `files in '${this.dir}' would be replaced that are not committed:\n${listed(this.paths)}\nCommit them first, or use --replace to replace them.`
  }
}

/** A run of another project is not merged to where the user happens to be. */
export class MergeElsewhere extends Schema.TaggedError<MergeElsewhere>()("MergeElsewhere", {
  run: Schema.String,
  project: Schema.String
}) {
  override get message(): string {
    return `run ${this.run} originates from ${this.project === "" ? "no project that is known" : `'${this.project}'`}\nRun the command there, or use --target-dir to name a directory to merge to.`
  }
}

/** A summary's name has to be that of a file in the directory that is merged to. */
export class SummaryNameInvalid extends Schema.TaggedError<SummaryNameInvalid>()("SummaryNameInvalid", {
  name: Schema.String
}) {
  override get message(): string {
    return `invalid summary name '${this.name}': expected a path below the target directory`
  }
}
