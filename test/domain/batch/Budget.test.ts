import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { formatTimeSpan, parseTimeSpan } from "../../../src/domain/batch/Budget.ts"

describe("a time span", () => {
  it.each([
    ["90", 90],
    ["90s", 90],
    ["30m", 1800],
    ["2h", 7200],
    ["1h30m", 5400],
    ["1.5h", 5400],
    ["1d", 86_400],
    [" 2H ", 7200]
  ])("%s is %i seconds", (text, seconds) => expect(parseTimeSpan(text)).toBe(seconds))

  it.each(["", "0", "0s", "-5", "2 h", "h", "soon", "1e3", "5w", "1h-2m"])("'%s' is none", (text) =>
    expect(parseTimeSpan(text)).toBeUndefined()
  )

  it.each([
    [0, "0s"],
    [59.4, "59s"],
    [60, "1m 00s"],
    [754, "12m 34s"],
    [7385, "2h 03m"],
    [90_000, "1d 01h"]
  ])("%d seconds are shown as %s", (seconds, text) => expect(formatTimeSpan(seconds)).toBe(text))

  it("that was shown is read again as what it was, to its two largest units", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (seconds) => {
        const again = parseTimeSpan(formatTimeSpan(seconds).replace(" ", "")) ?? 0
        expect(again).toBeLessThanOrEqual(seconds)
        expect(seconds - again).toBeLessThan(seconds < 3600 ? 1 : seconds < 86_400 ? 60 : 3600)
      })
    ))
})
