import type { OutputScalarPattern } from "./OutputScalars.ts"
import { parsePythonFloat } from "./OutputScalarsFloat.ts"

/** The texts of a match's groups, the first group at 0; `undefined` for a group that took no part. */
export type MatchGroups = ReadonlyArray<string | undefined>

/** All matches of a pattern in a text, from left to right, without overlap; `visit` gets each. */
export const eachMatch = (
  pattern: OutputScalarPattern,
  text: string,
  visit: (match: RegExpExecArray) => void
): void => {
  if (pattern.literal !== "" && !text.includes(pattern.literal)) return
  const { regexp } = pattern
  regexp.lastIndex = 0
  for (let match = regexp.exec(text); match !== null; match = regexp.exec(text)) {
    visit(match)
    // An empty match would be found for ever; the next search starts one character (not half of one) further on.
    if (match[0] === "") regexp.lastIndex += (text.codePointAt(regexp.lastIndex) ?? 0) > 0xffff ? 2 : 1
  }
}

const set = (values: Map<string, number>, key: string | undefined, text: string | undefined): void => {
  if (key === undefined || text === undefined) return
  const value = parsePythonFloat(text)
  if (value !== undefined) values.set(key, value)
}

/**
 * Adds to `values` what a match says. Named groups name their values, but for `_key` and `_val`, which say both; without
 * names two groups are a key and its value, and one group is the value of the pattern's own key. What is no number is left out.
 */
export const addMatchValues = (
  pattern: OutputScalarPattern,
  match: RegExpExecArray,
  values: Map<string, number>
): void => {
  const names = pattern.groupNames
  const key = names.indexOf("_key")
  const val = names.indexOf("_val")
  if (key >= 0 && val >= 0) set(values, match[key + 1], match[val + 1])
  else if (names.some((name) => name !== undefined)) {
    for (let i = 0; i < names.length; i++) set(values, names[i], match[i + 1])
  } else if (names.length === 2) set(values, match[1], match[2])
  else if (names.length === 1) set(values, pattern.key, match[1])
}

/** What one pattern makes of one line, for `--test-output-scalars`. */
export interface PatternTrial {
  readonly pattern: OutputScalarPattern
  readonly matches: ReadonlyArray<MatchGroups>
  /** The last value of each key, sorted by key; `step` is one of them. */
  readonly values: ReadonlyArray<readonly [key: string, value: number]>
}

/** Tries every pattern on a line, in the patterns' order. */
export const tryPatterns = (patterns: ReadonlyArray<OutputScalarPattern>, line: string): ReadonlyArray<PatternTrial> =>
  patterns.map((pattern) => {
    const matches: Array<MatchGroups> = []
    const values = new Map<string, number>()
    eachMatch(pattern, line, (match) => {
      matches.push(match.slice(1))
      addMatchValues(pattern, match, values)
    })
    return { pattern, matches, values: Array.from(values).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) }
  })
