import { Either, Schema } from "effect"
import { translateRegex } from "./OutputScalarsRegex.ts"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { isList, isMap } from "../Value.ts"

/** What an operation says of its output scalars cannot be used. */
export class OutputScalarsError extends Schema.TaggedError<OutputScalarsError>()("OutputScalarsError", {
  /** The pattern, or the configuration as Python writes it where it is not even a pattern. */
  config: Schema.String,
  /** Why the pattern is no good; absent where the configuration has the wrong form. */
  reason: Schema.optionalWith(Schema.String, { exact: true })
}) {
  override get message(): string {
    return this.reason === undefined
      ? `invalid output scalar config: ${this.config}\nUse a pattern, a map of keys to patterns, a list of these, or 'no'.`
      : `invalid output scalar pattern '${this.config}': ${this.reason}`
  }
}

/** One pattern of `output-scalars`, ready to run. */
export interface OutputScalarPattern {
  /** The key that a single group's value belongs to; `undefined` where the pattern itself names its keys. */
  readonly key: string | undefined
  /** The pattern in Python's syntax with `\key`, `\value` and `\step` expanded: what the user is shown. */
  readonly source: string
  readonly regexp: RegExp
  /** The name of each group, the first group at 0. */
  readonly groupNames: ReadonlyArray<string | undefined>
  /** Text that is in every match; a line without it is not looked at any closer. */
  readonly literal: string
}

/** What counts as a scalar in the output of an operation that says nothing: lines of the form `key: value`. */
export const DEFAULT_OUTPUT_SCALARS: Value = ["^(\\key):\\s+(\\value)$"]

const ALIASES: ReadonlyArray<readonly [RegExp, string]> = [
  [/\\key/g, "[^ \t]+"],
  [/\\value/g, "[0-9\\.e\\-]+"],
  [/\\step/g, "[0-9]+"]
]

const expandAliases = (pattern: string): string =>
  ALIASES.reduce((text, [alias, meaning]) => text.replace(alias, () => meaning), pattern)

const invalidConfig = (config: Value) => new OutputScalarsError({ config: pyRepr(config) })

const compilePattern = (
  key: string | undefined,
  pattern: Value
): Either.Either<OutputScalarPattern, OutputScalarsError> => {
  if (typeof pattern !== "string") return Either.left(invalidConfig(pattern))
  const source = expandAliases(pattern)
  return Either.mapBoth(translateRegex(source), {
    onLeft: (reason) => new OutputScalarsError({ config: pattern, reason }),
    onRight: ({ flags, groupNames, literal, source: translated }) => ({
      key,
      source,
      regexp: new RegExp(translated, flags),
      groupNames,
      literal
    })
  })
}

const byKey = (a: readonly [string, Value], b: readonly [string, Value]) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0)

/** The items of a configuration as (key, pattern) pairs: a list in its order, a map in the order of its keys. */
const items = (
  config: Value
): Either.Either<ReadonlyArray<readonly [string | undefined, Value]>, OutputScalarsError> => {
  if (config === null) return items(DEFAULT_OUTPUT_SCALARS)
  if (config === false) return Either.right([])
  const list = isList(config) ? config : [config]
  return Either.map(
    Either.all(
      list.map((item): Either.Either<ReadonlyArray<readonly [string | undefined, Value]>, OutputScalarsError> =>
        typeof item === "string"
          ? Either.right([[undefined, item]])
          : isMap(item)
            ? Either.right(Object.entries(item).sort(byKey))
            : Either.left(invalidConfig(config))
      )
    ),
    (nested) => nested.flat()
  )
}

/**
 * The patterns that an operation's `output-scalars` stands for: `null` (unset) the default one, `false` none; otherwise a
 * pattern, a map of keys to patterns, or a list of both. Fails on the first pattern that cannot be compiled.
 */
export const compileOutputScalars = (
  config: Value
): Either.Either<ReadonlyArray<OutputScalarPattern>, OutputScalarsError> =>
  Either.flatMap(items(config), (pairs) => Either.all(pairs.map(([key, pattern]) => compilePattern(key, pattern))))

/**
 * Keys that are no scalars although a pattern finds them. A script that prints its flags as `name: value` under the default
 * pattern does not mean them as results; who writes patterns says what they mean.
 */
export const ignoredKeys = (config: Value, flagNames: Iterable<string>): ReadonlySet<string> =>
  new Set(config === null ? flagNames : [])
