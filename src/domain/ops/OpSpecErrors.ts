import { Schema } from "effect"

const TRY = "Try 'guild operations' for a list of available operations."

/** Nothing answers to what the user asked to run. */
export class OpNotFound extends Schema.TaggedError<OpNotFound>()("OpNotFound", {
  /** `undefined` where a default operation was asked for. */
  spec: Schema.UndefinedOr(Schema.String)
}) {
  override get message(): string {
    if (this.spec === undefined) return "cannot find a default operation\nTry 'guild operations' for a list."
    const hint = this.spec.includes(":") ? "" : "You may need to include a model in the form MODEL:OPERATION.\n"
    return `cannot find operation ${this.spec}\n${hint}${TRY}`
  }
}

/** A model has no such operation. */
export class OpNotDefined extends Schema.TaggedError<OpNotDefined>()("OpNotDefined", {
  /** `undefined` for a default operation. */
  op: Schema.UndefinedOr(Schema.String),
  /** Empty for the anonymous model. */
  model: Schema.String
}) {
  override get message(): string {
    const op = this.op === undefined ? "a default operation" : `operation '${this.op}'`
    return this.model === ""
      ? `${op} is not defined for this project\n${TRY}`
      : `${op} is not defined for model '${this.model}'\nTry 'guild operations ${this.model}' for a list of available operations.`
  }
}

/** A part of a model's name that several models have. */
export class AmbiguousModel extends Schema.TaggedError<AmbiguousModel>()("AmbiguousModel", {
  model: Schema.String,
  matches: Schema.Array(Schema.String)
}) {
  override get message(): string {
    const matches = this.matches.map((name) => `  ${name}`).join("\n")
    return `there are multiple models that match '${this.model}'\nTry specifying one of the following:\n${matches}`
  }
}

/** Something that has not the form of an operation and is no file either. */
export class OpSpecInvalid extends Schema.TaggedError<OpSpecInvalid>()("OpSpecInvalid", { spec: Schema.String }) {
  override get message(): string {
    return `invalid operation '${this.spec}'\n${TRY}`
  }
}

/** A file that is there and cannot be run as it is. */
export class ScriptNotRunnable extends Schema.TaggedError<ScriptNotRunnable>()("ScriptNotRunnable", {
  spec: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `cannot run '${this.spec}': ${this.reason}`
  }
}

/** What finding an operation can fail with, beside an error in the Guild file. */
export type OpSpecError = OpNotFound | OpNotDefined | AmbiguousModel | OpSpecInvalid | ScriptNotRunnable

/** A directory that is asked for its operations and defines none. */
export class NoGuildFile extends Schema.TaggedError<NoGuildFile>()("NoGuildFile", {
  /** As the user named it; `undefined` for the current directory. */
  path: Schema.UndefinedOr(Schema.String)
}) {
  override get message(): string {
    return this.path === undefined
      ? "the current directory does not contain a Guild file (guild.yml)\nTry specifying a project directory or change to one."
      : `cannot find a Guild file (guild.yml) or package at '${this.path}'\nTry specifying a project directory.`
  }
}
