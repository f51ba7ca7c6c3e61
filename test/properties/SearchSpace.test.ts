import { Either } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { SearchSpace } from "../../src/domain/flags/SearchSpace.ts"
import { sampleSpace, searchSpace } from "../../src/domain/flags/SearchSpace.ts"
import { equals, isFloat, isInt, toNumber } from "../../src/domain/Value.ts"

/** Numbers in [0, 1), as a generator gives them. */
const unit = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

const bounds = (min: number, of: fc.Arbitrary<number>) =>
  fc
    .tuple(of, of)
    .filter(([a, b]) => a !== b && Math.min(a, b) > min)
    .map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const)

const space = fc.oneof(
  bounds(-Infinity, fc.integer()).map(([low, high]): SearchSpace => ({
    kind: "uniform",
    low,
    high,
    integer: true,
    initial: undefined
  })),
  bounds(-Infinity, fc.double({ min: -1e12, max: 1e12, noNaN: true })).map(([low, high]): SearchSpace => ({
    kind: "uniform",
    low,
    high,
    integer: false,
    initial: undefined
  })),
  bounds(0, fc.double({ min: 1e-12, max: 1e12, noNaN: true })).map(([low, high]): SearchSpace => ({
    kind: "loguniform",
    low,
    high,
    integer: false,
    initial: undefined
  }))
)

describe("a search space", () => {
  it("gives values within its bounds, whole where its bounds are", () =>
    fc.assert(
      fc.property(space, unit, (within, at) => {
        if (within.kind === "choice") return
        const value = sampleSpace(within, at)
        const number = toNumber(value) ?? NaN
        expect(number).toBeGreaterThanOrEqual(within.low)
        expect(number).toBeLessThanOrEqual(within.high)
        expect(within.integer ? isInt(value) : isFloat(value)).toBe(true)
      })
    ))

  it("reaches both of its ends exactly", () =>
    fc.assert(
      fc.property(space, (within) => {
        if (within.kind === "choice") return
        const ends = [0, 1 - Number.EPSILON].map((at) => toNumber(sampleSpace(within, at)))
        expect(ends[1] === within.high).toBe(true)
        if (within.kind === "uniform") expect(ends[0] === within.low).toBe(true)
      })
    ))

  it("gives more for more", () =>
    fc.assert(
      fc.property(space, unit, unit, (within, a, b) => {
        const [low, high] = [a, b].sort((x, y) => x - y).map((at) => toNumber(sampleSpace(within, at)) ?? NaN)
        expect(low).toBeLessThanOrEqual(high ?? NaN)
      })
    ))

  it("gives every one of its choices and none besides", () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.integer(), fc.string()), { minLength: 1 }), unit, (values, at) => {
        const choice: SearchSpace = { kind: "choice", values }
        expect(values.some((value) => equals(value, sampleSpace(choice, at)))).toBe(true)
        expect(values.map((_, i) => sampleSpace(choice, i / values.length + Number.EPSILON))).toEqual(values)
      })
    ))

  it("is read as it is written", () =>
    fc.assert(
      fc.property(bounds(-Infinity, fc.integer()), ([low, high]) => {
        const expected = { kind: "uniform", low, high, integer: true, initial: undefined }
        expect(Either.getOrThrow(searchSpace("x", `[${low}:${high}]`))).toEqual(expected)
        expect(Either.getOrThrow(searchSpace("x", `uniform[${low}:${high}:${low}]`))).toEqual({
          ...expected,
          initial: low
        })
        expect(Either.isLeft(searchSpace("x", `[${high}:${low}]`))).toBe(true)
      })
    ))

  it.each([
    ["loguniform[0:1]", "a logarithmic space must be greater than 0 in 'loguniform[0:1]' for flag x"],
    ["normal[1:2]", "unknown function 'normal' used for flag x"],
    ["uniform[1]", "uniform requires 2 or 3 args, got (1,) for flag x"],
    ["[a:b]", "uniform requires numbers, got ('a', 'b') for flag x"],
    ["[1:.inf]", "the ends must be finite in '[1:.inf]' for flag x"],
    ["[1:1]", "the low end must be less than the high end in '[1:1]' for flag x"]
  ])("%s is refused", (text, reason) => {
    expect(Either.getOrThrow(Either.flip(searchSpace("x", text))).message).toBe(reason)
  })

  it.each([1, "text", null, true])("is not meant by %j", (value) => {
    expect(Either.getOrThrow(searchSpace("x", value))).toBeUndefined()
  })
})
