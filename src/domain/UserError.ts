import { Schema } from "effect"

/** Two options that say different things about the same matter. */
export class OptionsConflict extends Schema.TaggedError<OptionsConflict>()("OptionsConflict", {
  first: Schema.String,
  second: Schema.String
}) {
  override get message(): string {
    return `${this.first} and ${this.second} cannot both be specified`
  }
}

/** A command that has nothing to do until one of these options says what. */
export class OptionRequired extends Schema.TaggedError<OptionRequired>()("OptionRequired", {
  oneOf: Schema.Array(Schema.String),
  command: Schema.String
}) {
  override get message(): string {
    const names = this.oneOf.length === 1 ? this.oneOf[0] : `one of ${this.oneOf.join(", ")}`
    return `${names} is required\nTry '${this.command} --help' for more information.`
  }
}

/** A remote that the user configuration does not know. */
export class RemoteNotDefined extends Schema.TaggedError<RemoteNotDefined>()("RemoteNotDefined", {
  remote: Schema.String
}) {
  override get message(): string {
    return `remote '${this.remote}' is not defined\nShow remotes by running 'guild remotes' or 'guild remotes --help'\nfor more information.`
  }
}

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

/** A command of Guild that this version does not have. */
export class CommandNotAvailable extends Schema.TaggedError<CommandNotAvailable>()("CommandNotAvailable", {
  command: Schema.String
}) {
  override get message(): string {
    return `'${this.command}' is not available in this version`
  }
}

/** `-C` names something that commands cannot act in. */
export class ChangeDirError extends Schema.TaggedError<ChangeDirError>()("ChangeDirError", {
  dir: Schema.String,
  reason: Schema.Literal("missing", "not-a-directory")
}) {
  override get message(): string {
    return this.reason === "missing" ? `directory '${this.dir}' does not exist` : `'${this.dir}' is not a directory`
  }
}

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

/** No run is running. */
export class NothingToWatch extends Schema.TaggedError<NothingToWatch>()("NothingToWatch", {}) {
  override get message(): string {
    return "nothing to watch\nYou can view the output of a specific run using 'guild watch RUN'."
  }
}

/** `--pid` names no process of a run. */
export class NoRunForPid extends Schema.TaggedError<NoRunForPid>()("NoRunForPid", {
  pid: Schema.String
}) {
  override get message(): string {
    return `cannot find a run for pid '${this.pid}'\nTry 'guild runs --running' for a list of running runs.`
  }
}

/** A program that was to open something ended with an error. */
export class OpenFailed extends Schema.TaggedError<OpenFailed>()("OpenFailed", {
  command: Schema.String,
  exitStatus: Schema.Number
}) {
  override get message(): string {
    return `error running '${this.command}': exit status ${this.exitStatus}`
  }
}

/** A comment that is not there; comments count from 1. */
export class NoSuchComment extends Schema.TaggedError<NoSuchComment>()("NoSuchComment", {
  index: Schema.Number,
  run: Schema.String
}) {
  override get message(): string {
    return `no comment ${this.index} for run ${this.run}\nTry 'guild comment --list ${this.run}' for a list.`
  }
}

/** A column by which runs are to be compared cannot be read. */
export class InvalidScalar extends Schema.TaggedError<InvalidScalar>()("InvalidScalar", {
  text: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid scalar '${this.text}': ${this.reason}`
  }
}

/** A command line inside an option has quotes that do not close. */
export class InvalidCommand extends Schema.TaggedError<InvalidCommand>()("InvalidCommand", {
  command: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid command '${this.command}': ${this.reason}`
  }
}

/** A flag for an optimizer, and no optimizer to take it. */
export class OptimizerRequired extends Schema.TaggedError<OptimizerRequired>()("OptimizerRequired", {
  assign: Schema.String
}) {
  override get message(): string {
    return `invalid optimizer flag ${this.assign}: no optimizer specified`
  }
}

/** What an editor left of the flags is no list of flags. */
export class InvalidEditedFlags extends Schema.TaggedError<InvalidEditedFlags>()("InvalidEditedFlags", {
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot use the edited flags: ${this.reason}\nNothing was run. Write one 'NAME: VALUE' on each line.`
  }
}

/** Something that only a batch has was asked of a single run. */
export class NotABatch extends Schema.TaggedError<NotABatch>()("NotABatch", {
  what: Schema.String
}) {
  override get message(): string {
    return `cannot ${this.what} for a non-batch operation`
  }
}

/** A run id that could not be the name of a directory. */
export class RunIdInvalid extends Schema.TaggedError<RunIdInvalid>()("RunIdInvalid", {
  id: Schema.String
}) {
  override get message(): string {
    return `invalid run id '${this.id}'\nUse letters, digits, '-' and '_'.`
  }
}
