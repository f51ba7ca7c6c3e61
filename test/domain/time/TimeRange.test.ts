import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { LocalTime } from "../../../src/domain/time/LocalTime.ts"
import { formatLocalTime } from "../../../src/domain/time/LocalTime.ts"
import { parseTimeRange } from "../../../src/domain/time/TimeRange.ts"

const at = (text: string): LocalTime => {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = text.split(/[- :]/).map(Number)
  return { year, month, day, hour, minute, second }
}

const ref = "2019-05-01 14:35:23"

const applied = (text: string, reference: string): string => {
  const range = parseTimeRange(text, at(reference))
  if (Either.isLeft(range)) return `${range.left._tag}: ${range.left.message}`
  const show = (time: LocalTime | undefined) => (time === undefined ? "None" : formatLocalTime(time))
  return `${show(range.right.start)} to ${show(range.right.end)}`
}

describe("a time range", () => {
  it.each([
    ["this minute", "2019-05-01 14:35:00 to 2019-05-01 14:36:00"],
    ["1 minute ago", "2019-05-01 14:34:00 to 2019-05-01 14:35:00"],
    ["5 minutes ago", "2019-05-01 14:30:00 to 2019-05-01 14:31:00"],
    ["this hour", "2019-05-01 14:00:00 to 2019-05-01 15:00:00"],
    ["1 hour ago", "2019-05-01 13:00:00 to 2019-05-01 14:00:00"],
    ["24 hours ago", "2019-04-30 14:00:00 to 2019-04-30 15:00:00"],
    ["today", "2019-05-01 00:00:00 to 2019-05-02 00:00:00"],
    ["yesterday", "2019-04-30 00:00:00 to 2019-05-01 00:00:00"],
    ["10 days ago", "2019-04-21 00:00:00 to 2019-04-22 00:00:00"],
    ["this week", "2019-04-29 00:00:00 to 2019-05-06 00:00:00"],
    ["1 week ago", "2019-04-22 00:00:00 to 2019-04-29 00:00:00"],
    ["10 weeks ago", "2019-02-18 00:00:00 to 2019-02-25 00:00:00"],
    ["this month", "2019-05-01 00:00:00 to 2019-05-31 00:00:00"],
    ["3 months ago", "2019-02-01 00:00:00 to 2019-02-28 00:00:00"],
    ["15 months ago", "2018-02-01 00:00:00 to 2018-02-28 00:00:00"],
    ["39 months ago", "2016-02-01 00:00:00 to 2016-02-29 00:00:00"],
    ["this year", "2019-01-01 00:00:00 to 2020-01-01 00:00:00"],
    ["5 years ago", "2014-01-01 00:00:00 to 2015-01-01 00:00:00"],
    ["before 2018-4-29", "None to 2018-04-29 00:00:00"],
    ["before 2019-4-29 9:35", "None to 2019-04-29 09:35:00"],
    ["before 2019-4-29 9:35:05", "None to 2019-04-29 09:35:05"],
    ["before 19-4-29 9:35", "None to 2019-04-29 09:35:00"],
    ["before 4-28 15:45", "None to 2019-04-28 15:45:00"],
    ["before 23:30", "None to 2019-05-01 23:30:00"],
    ["before today", "None to 2019-05-01 00:00:00"],
    ["before 10 minutes ago", "None to 2019-05-01 14:25:00"],
    ["after 2019-4-29 9:35", "2019-04-29 09:35:00 to None"],
    ["after yesterday", "2019-05-01 00:00:00 to None"],
    ["after 12 months ago", "2018-05-31 00:00:00 to None"],
    ["after 5 minutes ago", "2019-05-01 14:31:00 to None"],
    ["after 2 weeks ago", "2019-04-22 00:00:00 to None"],
    ["last 2 minutes", "2019-05-01 14:33:23 to None"],
    ["last hour", "2019-05-01 13:35:23 to None"],
    ["last 10 days", "2019-04-21 14:35:23 to None"],
    ["between yesterday and today", "2019-04-30 00:00:00 to 2019-05-02 00:00:00"],
    ["between today and yesterday", "2019-04-30 00:00:00 to 2019-05-02 00:00:00"],
    ["between 10 minutes ago and 5 minutes ago", "2019-05-01 14:25:00 to 2019-05-01 14:31:00"],
    ["between 1 and 3 hours ago", "2019-05-01 11:00:00 to 2019-05-01 14:00:00"],
    ["between 1-31 and 1-1", "2019-01-01 00:00:00 to 2019-01-31 00:00:00"],
    ["between 0:00:05 and 12:00:45", "2019-05-01 00:00:05 to 2019-05-01 12:00:45"],
    ["between 2018-1-1 and 10 days ago", "2018-01-01 00:00:00 to 2019-04-22 00:00:00"],
    ["10:00", "2019-05-01 10:00:00 to 2019-05-01 10:01:00"],
    ["2018-10-31 14:30:05", "2018-10-31 14:30:05 to 2018-10-31 14:30:06"],
    ["2018-10-31", "2018-10-31 00:00:00 to 2018-11-01 00:00:00"],
    ["LAST 6 Hrs".replace("Hrs", "HOURS"), "2019-05-01 08:35:23 to None"]
  ])("'%s' is %s", (text, expected) => {
    expect(applied(text, ref)).toBe(expected)
  })

  it("counts weeks, months and years back from now", () => {
    expect(applied("last week", ref)).toBe("2019-04-24 14:35:23 to None")
    expect(applied("last 2 weeks", ref)).toBe("2019-04-17 14:35:23 to None")
    expect(applied("last month", ref)).toBe("2019-04-01 14:35:23 to None")
    expect(applied("last month", "2019-03-31 08:00:00")).toBe("2019-02-28 08:00:00 to None")
    expect(applied("last 1 year", "2020-02-29 08:00:00")).toBe("2019-02-28 08:00:00 to None")
  })

  it("takes the year, or the whole date, from the reference where it is not given", () => {
    expect(applied("before 4-29", "1900-01-01 00:00:00")).toBe("None to 1900-04-29 00:00:00")
    expect(applied("before 23:30", "1989-03-28 00:00:00")).toBe("None to 1989-03-28 23:30:00")
    expect(applied("before 89-4-1", "1900-01-01 00:00:00")).toBe("None to 1989-04-01 00:00:00")
  })

  it.each([
    ["1:2", "TimeRangeLexError: unexpected ':2' at position 1"],
    ["000:0", "TimeRangeLexError: unexpected ':0' at position 3"],
    ["a", "TimeRangeLexError: unexpected 'a' at position 0"],
    ["aftr last week", "TimeRangeLexError: unexpected 'aftr' at position 0"],
    ["after the equinox", "TimeRangeLexError: unexpected 'the' at position 6"],
    ["yearsss", "TimeRangeLexError: unexpected 'ss' at position 5"],
    ["2015-01-03-01", "TimeRangeLexError: unexpected '-01' at position 10"],
    ["today 5", "TimeRangeParseError: unexpected '5' at pos 6"],
    ["between 1 and today", "TimeRangeParseError: unexpected 'and' at pos 10"],
    ["between today", "TimeRangeParseError: unexpected end of time range"],
    ["", "TimeRangeParseError: unexpected end of time range"],
    ["before 2018-4-31", "TimeRangeValueError: day is out of range for month"],
    ["2018-13-01", "TimeRangeValueError: month must be in 1..12"],
    ["between 11:00 and 24:00", "TimeRangeValueError: hour must be in 0..23"],
    ["99999999999 days ago", "TimeRangeValueError: date value out of range"]
  ])("'%s' is refused", (text, expected) => {
    expect(applied(text, ref)).toBe(expected)
  })
})
