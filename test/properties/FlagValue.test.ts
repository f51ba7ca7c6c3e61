import { Either } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseFlagAssigns } from "../../src/domain/flags/FlagAssign.ts"
import { decodeFlagValue, encodeFlagValue } from "../../src/domain/flags/FlagValue.ts"
import { formatFlagAssigns, formatFlagValue } from "../../src/domain/flags/FlagValueFormat.ts"
import { mapOf } from "../../src/domain/Value.ts"
import { anyText, anyValue } from "./AnyValue.ts"

describe("flag values", () => {
  it("are decoded to what was encoded", () =>
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeFlagValue(encodeFlagValue(value))).toEqual({ value, warnings: [] })
      }),
      { numRuns: 1000 }
    ))

  it("are decoded to what was formatted", () =>
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(decodeFlagValue(formatFlagValue(value)).value).toEqual(value)
      }),
      { numRuns: 1000 }
    ))

  it("are written on one line without control characters", () =>
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(encodeFlagValue(value)).toMatch(/^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$/)
        expect(formatFlagValue(value)).toMatch(/^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$/)
      }),
      { numRuns: 500 }
    ))

  it("are decoded from any text whatever", () =>
    fc.assert(
      fc.property(anyText, (text) => {
        decodeFlagValue(text)
      }),
      { numRuns: 1000 }
    ))
})

const flags = fc
  .array(fc.tuple(fc.stringMatching(/^[a-z_][a-z0-9_-]{0,8}$/), anyValue), { maxLength: 5 })
  .map((entries) => mapOf(entries))

describe("flag assignments", () => {
  it("are read back as they were written", () =>
    fc.assert(
      fc.property(flags, (given) => {
        expect(Either.getOrThrow(parseFlagAssigns(formatFlagAssigns(given))).flags).toEqual(given)
      })
    ))
})
