import { Either, Schema } from "effect"

/** A time range with something in it that is no part of any; `pos` counts characters from 0. */
export class TimeRangeLexError extends Schema.TaggedError<TimeRangeLexError>()("TimeRangeLexError", {
  text: Schema.String,
  pos: Schema.Number
}) {
  override get message(): string {
    return `unexpected '${this.text}' at position ${this.pos}`
  }
}

export type TimeUnit = "minute" | "hour" | "day" | "week" | "month" | "year"

type TimeWord = "today" | "yesterday" | "this" | "last" | "ago" | "before" | "after" | "between" | "and"

/** A piece of a time range: what it is, how it was written, and where. */
export type TimeToken = { readonly text: string; readonly pos: number } & (
  | { readonly kind: "word"; readonly word: TimeWord }
  | { readonly kind: "unit"; readonly unit: TimeUnit }
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "date"
      /** As many parts as were written: `7-1` has no year, `20-7-1` one of two digits. */
      readonly year: number | undefined
      readonly month: number
      readonly day: number
    }
  | { readonly kind: "time"; readonly hour: number; readonly minute: number; readonly second: number | undefined }
)

const WORDS: ReadonlyArray<TimeWord> = [
  "today",
  "yesterday",
  "this",
  "last",
  "ago",
  "before",
  "after",
  "between",
  "and"
]

const UNITS: ReadonlyArray<readonly [RegExp, TimeUnit]> = [
  [/minutes?|min/iy, "minute"],
  [/hours?|hr/iy, "hour"],
  [/days?/iy, "day"],
  [/weeks?/iy, "week"],
  [/months?/iy, "month"],
  [/years?/iy, "year"]
]

/** Years of two digits as strptime reads `%y`: 69 to 99 are in the 20th century. */
const century = (year: number): number => year + (year < 69 ? 2000 : 1900)

const number = (text: string | undefined): number => Number(text ?? "")

type Rule = readonly [RegExp, (match: RegExpExecArray) => TimeToken]

const at = (match: RegExpExecArray) => ({ text: match[0], pos: match.index })

const dateToken = (
  match: RegExpExecArray,
  year: number | undefined,
  month: string | undefined,
  day: string | undefined
) => ({ ...at(match), kind: "date", year, month: number(month), day: number(day) }) as const

/** Longer forms first: each rule sees only what those before it left. */
const RULES: ReadonlyArray<Rule> = [
  [/(\d{4})-(\d{1,2})-(\d{1,2})/y, (m) => dateToken(m, number(m[1]), m[2], m[3])],
  [/(\d{2})-(\d{1,2})-(\d{1,2})/y, (m) => dateToken(m, century(number(m[1])), m[2], m[3])],
  [/(\d{1,2})-(\d{1,2})/y, (m) => dateToken(m, undefined, m[1], m[2])],
  [
    /(\d{1,2}):(\d{2}):(\d{2})/y,
    (m) => ({ ...at(m), kind: "time", hour: number(m[1]), minute: number(m[2]), second: number(m[3]) })
  ],
  [
    /(\d{1,2}):(\d{2})/y,
    (m) => ({ ...at(m), kind: "time", hour: number(m[1]), minute: number(m[2]), second: undefined })
  ],
  [/\d+/y, (m) => ({ ...at(m), kind: "number", value: number(m[0]) })],
  ...UNITS.map(([pattern, unit]): Rule => [pattern, (m) => ({ ...at(m), kind: "unit", unit })]),
  ...WORDS.map((word): Rule => [new RegExp(word, "iy"), (m) => ({ ...at(m), kind: "word", word })])
]

const match = (text: string, pos: number): TimeToken | undefined => {
  for (const [pattern, token] of RULES) {
    pattern.lastIndex = pos
    const found = pattern.exec(text)
    if (found !== null) return token(found)
  }
  return undefined
}

/** Splits a time range into tokens; case does not matter, blanks only separate. */
export const timeRangeTokens = (text: string): Either.Either<ReadonlyArray<TimeToken>, TimeRangeLexError> => {
  const tokens: Array<TimeToken> = []
  let pos = 0
  while (pos < text.length) {
    if (/\s/.test(text.charAt(pos))) {
      pos++
      continue
    }
    const token = match(text, pos)
    if (token === undefined)
      return Either.left(new TimeRangeLexError({ text: /^\S+/.exec(text.slice(pos))?.[0] ?? "", pos }))
    tokens.push(token)
    pos += token.text.length
  }
  return Either.right(tokens)
}
