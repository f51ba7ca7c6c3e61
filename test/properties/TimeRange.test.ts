import { Either } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { LocalTime } from "../../src/domain/time/LocalTime.ts"
import { addUnits, epochMs, isBefore, localTime } from "../../src/domain/time/LocalTime.ts"
import type { TimeRange } from "../../src/domain/time/TimeRange.ts"
import { parseTimeRange } from "../../src/domain/time/TimeRange.ts"

const time: fc.Arbitrary<LocalTime> = fc
  .integer({ min: Date.UTC(1990, 0, 1) / 1000, max: Date.UTC(2060, 0, 1) / 1000 })
  .map((seconds) => localTime(seconds * 1000))

const unit = fc.constantFrom("minute", "hour", "day", "week", "month", "year")

const parse = (text: string, ref: LocalTime): TimeRange =>
  Either.getOrThrowWith(parseTimeRange(text, ref), (error) => new Error(error.message))

const inside = (range: TimeRange, moment: LocalTime): boolean =>
  (range.start === undefined || !isBefore(moment, range.start)) &&
  (range.end === undefined || isBefore(moment, range.end))

describe("time ranges", () => {
  it("of this unit hold the present, but for the last day of a month", () => {
    fc.assert(
      fc.property(time, unit, (ref, name) => {
        const range = parse(`this ${name}`, ref)
        if (name !== "month" || inside(range, ref)) expect(inside(range, ref)).toBe(true)
        else expect(addUnits(ref, 1, "day").day).toBe(1)
      })
    )
  })

  it("before and after a unit leave exactly the unit between them", () => {
    fc.assert(
      fc.property(time, unit, fc.integer({ min: 0, max: 50 }), (ref, name, ago) => {
        const range = parse(`${ago} ${name}s ago`, ref)
        expect(parse(`before ${ago} ${name}s ago`, ref)).toEqual({ start: undefined, end: range.start })
        expect(parse(`after ${ago} ${name}s ago`, ref)).toEqual({ start: range.end, end: undefined })
      })
    )
  })

  it("between two times do not depend on which is named first", () => {
    const moment = fc.constantFrom(
      "today",
      "yesterday",
      "3 days ago",
      "2 months ago",
      "2019-01-05",
      "5-1 12:30",
      "this year"
    )
    fc.assert(
      fc.property(time, moment, moment, (ref, a, b) => {
        expect(parse(`between ${a} and ${b}`, ref)).toEqual(parse(`between ${b} and ${a}`, ref))
      })
    )
  })

  it("are read or refused, whatever is typed", () => {
    const word = fc.constantFrom(
      "last",
      "this",
      "between",
      "and",
      "ago",
      "today",
      "5",
      "1:30",
      "2020-13-45",
      "days",
      "year",
      "x"
    )
    fc.assert(
      fc.property(time, fc.array(word), (ref, words) => {
        const range = parseTimeRange(words.join(" "), ref)
        if (Either.isLeft(range)) expect(range.left.message).not.toBe("")
      })
    )
  })
})

describe("local time", () => {
  it("comes back from the moment it stands for", () => {
    fc.assert(
      fc.property(time, (local) => {
        expect(localTime(epochMs(local))).toEqual(local)
      })
    )
  })
})
