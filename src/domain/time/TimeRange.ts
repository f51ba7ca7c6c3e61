import { Either, Schema } from "effect"
import type { LocalTime, LocalUnit } from "./LocalTime.ts"
import { addMonths, addUnits, daysInMonth, isBefore, weekday } from "./LocalTime.ts"
import type { TimeRangeLexError, TimeToken, TimeUnit } from "./TimeRangeTokens.ts"
import { timeRangeTokens } from "./TimeRangeTokens.ts"

/** A time range whose parts do not fit together; `pos` counts characters from 0, or is missing at the end. */
export class TimeRangeParseError extends Schema.TaggedError<TimeRangeParseError>()("TimeRangeParseError", {
  text: Schema.String,
  pos: Schema.optional(Schema.Number)
}) {
  override get message(): string {
    return this.pos === undefined ? "unexpected end of time range" : `unexpected '${this.text}' at pos ${this.pos}`
  }
}

/** A date or a time that no calendar or clock shows. */
export class TimeRangeValueError extends Schema.TaggedError<TimeRangeValueError>()("TimeRangeValueError", {
  reason: Schema.String
}) {
  override get message(): string {
    return this.reason
  }
}

export type TimeRangeError = TimeRangeLexError | TimeRangeParseError | TimeRangeValueError

/** From `start`, included, to `end`, excluded, either open. */
export interface TimeRange {
  readonly start: LocalTime | undefined
  readonly end: LocalTime | undefined
  /**
   * How many seconds ago `start` was, where that was asked for in hours or minutes: what is over since then, however clocks were
   * put forward or back meanwhile.
   */
  readonly elapsed?: number
}

/** A stretch of time, or a moment where both ends are the same. `whole` is the stretch that a moment stands for alone. */
interface Span {
  readonly start: LocalTime
  readonly end: LocalTime
  readonly whole: LocalTime
}

const midnight = (time: LocalTime): LocalTime => ({ ...time, hour: 0, minute: 0, second: 0 })

const span = (start: LocalTime, end: LocalTime): Span => ({ start, end, whole: end })

const unitOf = (start: LocalTime, unit: LocalUnit): Span => span(start, addUnits(start, 1, unit))

/**
 * The unit that lies `ago` units before the one that `ref` is in. A month's end is its last day at midnight, as Guild AI has
 * it, so that the last day of a month is outside of it.
 */
const unitSpan = (ref: LocalTime, unit: TimeUnit, ago: number): Span => {
  switch (unit) {
    case "minute":
      return unitOf(addUnits({ ...ref, second: 0 }, -ago, "minute"), "minute")
    case "hour":
      return unitOf(addUnits({ ...ref, minute: 0, second: 0 }, -ago, "hour"), "hour")
    case "day":
      return unitOf(addUnits(midnight(ref), -ago, "day"), "day")
    case "week":
      return unitOf(addUnits(midnight(ref), -weekday(ref) - 7 * ago, "day"), "week")
    case "month": {
      const [year, month] = addMonths(ref.year, ref.month, -ago)
      const start = { ...midnight(ref), year, month, day: 1 }
      return span(start, { ...start, day: daysInMonth(year, month) })
    }
    case "year": {
      const start = { ...midnight(ref), year: ref.year - ago, month: 1, day: 1 }
      return span(start, { ...start, year: start.year + 1 })
    }
  }
}

/** Exactly so many units before `ref`; a month or a year ago is the same day, or the last of a shorter month. */
const unitsBefore = (ref: LocalTime, unit: TimeUnit, amount: number): LocalTime => {
  if (unit !== "month" && unit !== "year") return addUnits(ref, -amount, unit)
  const [year, month] = addMonths(ref.year, ref.month, unit === "month" ? -amount : -12 * amount)
  return { ...ref, year, month, day: Math.min(ref.day, daysInMonth(year, month)) }
}

/** What is wrong with a date and time in the words of Python's datetime, or `undefined`. */
const outOfRange = (time: LocalTime): string | undefined => {
  if (time.year < 1) return `year ${time.year} is out of range`
  if (time.month < 1 || time.month > 12) return "month must be in 1..12"
  if (time.day < 1 || time.day > daysInMonth(time.year, time.month)) return "day is out of range for month"
  if (time.hour > 23) return "hour must be in 0..23"
  if (time.minute > 59) return "minute must be in 0..59"
  return time.second > 59 ? "second must be in 0..59" : undefined
}

type Parsed<A> = Either.Either<A, TimeRangeParseError | TimeRangeValueError>

/** Reads tokens from left to right against a reference time. */
class Reader {
  private at = 0
  private readonly tokens: ReadonlyArray<TimeToken>
  private readonly ref: LocalTime

  constructor(tokens: ReadonlyArray<TimeToken>, ref: LocalTime) {
    this.tokens = tokens
    this.ref = ref
  }

  private get next(): TimeToken | undefined {
    return this.tokens[this.at]
  }

  private take<K extends TimeToken["kind"]>(kind: K): Extract<TimeToken, { kind: K }> | undefined {
    const token = this.next
    if (token === undefined || !isKind(token, kind)) return undefined
    this.at++
    return token
  }

  private takeWord(word: string): boolean {
    const token = this.next
    const found = token?.kind === "word" && token.word === word
    if (found) this.at++
    return found
  }

  private unexpected(): Parsed<never> {
    return Either.left(new TimeRangeParseError({ text: this.next?.text ?? "", pos: this.next?.pos }))
  }

  range(): Parsed<TimeRange> {
    const parsed = this.anyRange()
    return Either.isRight(parsed) && this.next !== undefined ? this.unexpected() : parsed
  }

  private anyRange(): Parsed<TimeRange> {
    if (this.takeWord("after")) return Either.map(this.operand(), ({ end }) => ({ start: end, end: undefined }))
    if (this.takeWord("before")) return Either.map(this.operand(), ({ start }) => ({ start: undefined, end: start }))
    if (this.takeWord("between")) return this.between()
    if (this.takeWord("last")) return this.last()
    return Either.map(this.operand(), ({ start, whole }) => ({ start, end: whole }))
  }

  private between(): Parsed<TimeRange> {
    const first = this.sharedUnit() ?? this.operand()
    if (Either.isLeft(first)) return Either.left(first.left)
    if (!this.takeWord("and")) return this.unexpected()
    return Either.map(this.operand(), (second) => ({
      start: isBefore(second.start, first.right.start) ? second.start : first.right.start,
      end: isBefore(second.end, first.right.end) ? first.right.end : second.end
    }))
  }

  /** The `1` of `1 and 3 hours ago`, which has the unit of the other. */
  private sharedUnit(): Parsed<Span> | undefined {
    const [amount, and, , unit, ago] = this.tokens.slice(this.at)
    const isShared =
      amount?.kind === "number" &&
      and?.kind === "word" &&
      and.word === "and" &&
      unit?.kind === "unit" &&
      ago?.kind === "word" &&
      ago.word === "ago"
    if (!isShared) return undefined
    this.at++
    return Either.right(unitSpan(this.ref, unit.unit, amount.value))
  }

  private last(): Parsed<TimeRange> {
    const amount = this.take("number")?.value ?? 1
    const unit = this.take("unit")?.unit
    if (unit === undefined) return this.unexpected()
    const start = unitsBefore(this.ref, unit, amount)
    const elapsed = unit === "hour" ? 3600 * amount : unit === "minute" ? 60 * amount : undefined
    return Either.right({ start, end: undefined, ...(elapsed === undefined ? {} : { elapsed }) })
  }

  /** A unit of time (`today`, `this hour`, `2 days ago`) or a moment (`5-1`, `12:30`). */
  private operand(): Parsed<Span> {
    if (this.takeWord("today")) return Either.right(unitSpan(this.ref, "day", 0))
    if (this.takeWord("yesterday")) return Either.right(unitSpan(this.ref, "day", 1))
    if (this.takeWord("this")) {
      const unit = this.take("unit")
      return unit === undefined ? this.unexpected() : Either.right(unitSpan(this.ref, unit.unit, 0))
    }
    const amount = this.take("number")
    if (amount === undefined) return this.moment()
    const unit = this.take("unit")
    if (unit === undefined || !this.takeWord("ago")) return this.unexpected()
    return Either.right(unitSpan(this.ref, unit.unit, amount.value))
  }

  private moment(): Parsed<Span> {
    const date = this.take("date")
    const time = this.take("time")
    if (date === undefined && time === undefined) return this.unexpected()
    const start: LocalTime = {
      year: date?.year ?? this.ref.year,
      month: date?.month ?? this.ref.month,
      day: date?.day ?? this.ref.day,
      hour: time?.hour ?? 0,
      minute: time?.minute ?? 0,
      second: time?.second ?? 0
    }
    const reason = outOfRange(start)
    if (reason !== undefined) return Either.left(new TimeRangeValueError({ reason }))
    const unit = time === undefined ? "day" : time.second === undefined ? "minute" : "second"
    return Either.right({ start, end: start, whole: addUnits(start, 1, unit) })
  }
}

const isKind = <K extends TimeToken["kind"]>(token: TimeToken, kind: K): token is Extract<TimeToken, { kind: K }> =>
  token.kind === kind

const onCalendar = (time: LocalTime | undefined): boolean =>
  time === undefined || (time.year >= 1 && time.year <= 9999 && !Number.isNaN(time.second))

/**
 * Reads a time range such as `today`, `last 2 hours`, `between 5-1 and 5-31 12:00` or `before 3 weeks ago`.
 *
 * @param ref the time that words such as `today` and `ago` count from
 */
export const parseTimeRange = (text: string, ref: LocalTime): Either.Either<TimeRange, TimeRangeError> =>
  Either.gen(function* () {
    const tokens = yield* timeRangeTokens(text)
    const range = yield* new Reader(tokens, ref).range()
    return onCalendar(range.start) && onCalendar(range.end)
      ? range
      : yield* Either.left(new TimeRangeValueError({ reason: "date value out of range" }))
  })
