import { Schema } from "effect"
import { fit, textWidth } from "../text/TextWidth.ts"

/** A name that the operation has no flag for. */
export class UnsupportedFlag extends Schema.TaggedError<UnsupportedFlag>()("UnsupportedFlag", {
  operation: Schema.String,
  flag: Schema.String
}) {
  override get message(): string {
    return (
      `unsupported flag '${this.flag}'\n` +
      `Try 'guild run ${this.operation} --help-op' for a list of flags or use --force-flags to skip this check.`
    )
  }
}

/** A value that its flag's type or bounds refuse. */
export class InvalidFlagValue extends Schema.TaggedError<InvalidFlagValue>()("InvalidFlagValue", {
  flag: Schema.String,
  /** As it would be typed. */
  value: Schema.String,
  reason: Schema.String
}) {
  override get message(): string {
    return `invalid value for ${this.flag}=${this.value}: ${this.reason}`
  }
}

const Row = Schema.Struct({ name: Schema.String, description: Schema.String })

/** Rows of two columns, two spaces in and two between; a second column that is empty leaves no trailing space. */
const table = (rows: ReadonlyArray<typeof Row.Type>): string => {
  const width = Math.max(...rows.map((row) => textWidth(row.name)))
  return rows.map((row) => `  ${fit(row.name, width)}  ${row.description}`.trimEnd()).join("\n")
}

/** A value that is none of its flag's choices. */
export class UnsupportedChoice extends Schema.TaggedError<UnsupportedChoice>()("UnsupportedChoice", {
  flag: Schema.String,
  value: Schema.String,
  choices: Schema.Array(Row)
}) {
  override get message(): string {
    return (
      `Unsupported value for '${this.flag}' - supported values are:\n\n${table(this.choices)}\n\n` +
      "Run the command again using one of these options."
    )
  }
}

/** Flags that must have a value and have none. */
export class MissingFlags extends Schema.TaggedError<MissingFlags>()("MissingFlags", {
  flags: Schema.Array(Row)
}) {
  override get message(): string {
    return (
      `Operation requires the following missing flags:\n\n${table(this.flags)}\n\n` +
      "Run the command again with these flags specified as NAME=VAL."
    )
  }
}

export type FlagError = UnsupportedFlag | InvalidFlagValue | UnsupportedChoice | MissingFlags
