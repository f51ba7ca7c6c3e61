import { Either } from "effect"
import { isRunAttr } from "../runs/RunAttrs.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isList, isMap, mapOf } from "../Value.ts"
import type { OutputScalarPattern, OutputScalarsError } from "./OutputScalars.ts"
import { compileOutputScalars } from "./OutputScalars.ts"
import { LineFeeder } from "./OutputScalarsLines.ts"
import { eachMatch } from "./OutputScalarsMatch.ts"
import { shownTexts } from "./OutputScalarsScanner.ts"

/** What `\value` means in `output-attrs`: the rest of the line, where in `output-scalars` it is a number. */
const VALUE = ".+"

const withTextValues = (config: Value): Value =>
  typeof config === "string"
    ? config.replaceAll("\\value", VALUE)
    : isList(config)
      ? config.map(withTextValues)
      : isMap(config)
        ? mapOf(Object.entries(config).map(([key, pattern]) => [key, withTextValues(pattern)]))
        : config

/**
 * The patterns that an operation's `output-attrs` stands for, in the forms that `output-scalars` has: a pattern, a map of names
 * to patterns, or a list of both. Unset or `no` is none. Fails on the first pattern that cannot be compiled.
 */
export const compileOutputAttrs = (
  config: Value
): Either.Either<ReadonlyArray<OutputScalarPattern>, OutputScalarsError> =>
  config === null ? Either.right([]) : compileOutputScalars(withTextValues(config))

type Match = readonly [name: string | undefined, value: string | undefined]

/** What one match says: as for scalars, named groups name their values, and two groups are a name and its value. */
const matchValues = ({ groupNames, key }: OutputScalarPattern, match: RegExpExecArray): ReadonlyArray<Match> => {
  const name = groupNames.indexOf("_key")
  const value = groupNames.indexOf("_val")
  if (name >= 0 && value >= 0) return [[match[name + 1], match[value + 1]]]
  if (groupNames.some((each) => each !== undefined)) return groupNames.map((each, i) => [each, match[i + 1]])
  if (groupNames.length === 2) return [[match[1], match[2]]]
  return [[key, match[1]]]
}

/** A file of an attribute has its name, so a name is a word; what a run records itself is not for its output to say. */
const isName = (name: string): boolean => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(name) && !isRunAttr(name)

/** The attributes that a line of output gives, the last value of each; values are without the blanks around them. */
export const attrsInLine = (patterns: ReadonlyArray<OutputScalarPattern>, line: string): ValueMap => {
  const found = new Map<string, string>()
  for (const text of shownTexts(line))
    for (const pattern of patterns)
      eachMatch(pattern, text, (match) => {
        for (const [name, value] of matchValues(pattern, match))
          if (name !== undefined && value !== undefined && isName(name)) found.set(name, value.trim())
      })
  return mapOf(found)
}

/** Finds attributes in the two streams of a process as they come; `end` gives all that were found. */
export const attrFinder = (patterns: ReadonlyArray<OutputScalarPattern>) => {
  const found = new Map<string, Value>()
  const line = (text: string) => {
    for (const [name, value] of Object.entries(attrsInLine(patterns, text))) found.set(name, value)
  }
  const feeders = [new LineFeeder(line), new LineFeeder(line)]
  return {
    push: (chunk: Uint8Array, stream: 0 | 1): void => feeders[stream]?.push(chunk, 0),
    end: (): ReadonlyArray<readonly [string, Value]> => {
      for (const feeder of feeders) feeder.end(0)
      return Array.from(found)
    }
  }
}
