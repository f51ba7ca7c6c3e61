import { Schema } from "effect"

/** A second run was named where the first is held against a directory. */
export class SecondRunRefused extends Schema.TaggedError<SecondRunRefused>()("SecondRunRefused", {
  option: Schema.String
}) {
  override get message(): string {
    return `cannot specify RUN2 and ${this.option}`
  }
}

/** A difference is one between two. */
export class TwoRunsNeeded extends Schema.TaggedError<TwoRunsNeeded>()("TwoRunsNeeded", {
  count: Schema.Number
}) {
  override get message(): string {
    return `diff requires two runs, got ${this.count}\nName RUN1 and RUN2, or neither for the latest two.`
  }
}

/** There is no telling where a run's source code comes from. */
export class NoWorkingDir extends Schema.TaggedError<NoWorkingDir>()("NoWorkingDir", {
  run: Schema.String
}) {
  override get message(): string {
    return `cannot find working source code directory for run ${this.run}\nUse --working-dir to name it.`
  }
}

/** The program that shows differences cannot be started. */
export class DiffFailed extends Schema.TaggedError<DiffFailed>()("DiffFailed", {
  command: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `error running '${this.command}': ${this.reason}`
  }
}

/** The user's configuration has a `diff.command` that is no command. */
export class DiffConfigInvalid extends Schema.TaggedError<DiffConfigInvalid>()("DiffConfigInvalid", {
  path: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot use diff.command of ${this.path}: ${this.reason}`
  }
}
