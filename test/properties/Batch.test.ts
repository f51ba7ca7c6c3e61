import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { flagsKey } from "../../src/domain/batch/FlagsKey.ts"
import { LineMerge } from "../../src/domain/batch/LineMerge.ts"
import { trialList } from "../../src/domain/flags/Trials.ts"
import { equals, mapOf } from "../../src/domain/Value.ts"
import { anyValue } from "./AnyValue.ts"
import { allTrials } from "../support/allTrials.ts"

describe("a list of trials", () => {
  const list = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 4 })
  const flags = fc.record({ a: list, b: list, c: list })

  it("has every combination once, by the names of the flags, however it is asked for them", () =>
    fc.assert(
      fc.property(flags, fc.array(fc.nat(), { maxLength: 10 }), (given, asked) => {
        const known = trialList({ flags: given, batch: undefined, maxTrials: undefined, seed: 0 })
        const all = given.a.flatMap((a) => given.b.flatMap((b) => given.c.map((c) => ({ a, b, c }))))
        expect(known.size).toBe(all.length)
        if (all.length > 0)
          for (const index of asked.map((at) => at % all.length)) expect(known.at(index)).toEqual(all[index])
      })
    ))

  it("takes without making more than it is asked for", () => {
    const many = Array.from({ length: 100_000 }, (_, at) => at)
    const known = trialList({ flags: { a: many, b: many, c: [1] }, batch: undefined, maxTrials: undefined, seed: 0 })
    expect(known.size).toBe(1e10)
    expect(known.at(1e10 - 1)).toEqual({ a: 99_999, b: 99_999, c: 1 })
    expect(known.at(100_001)).toEqual({ a: 1, b: 1, c: 1 })
  })

  it("is sampled without repeats, the same for the same seed", () =>
    fc.assert(
      fc.property(fc.nat(40), fc.nat(), (maxTrials, seed) => {
        const a = Array.from({ length: 6 }, (_, at) => at)
        const request = { flags: { a, b: a }, batch: [{ c: 1 }, { c: 2 }], maxTrials, seed }
        const keys = allTrials(request).trials.map(flagsKey)
        expect(new Set(keys).size).toBe(Math.min(maxTrials, 72))
        expect(allTrials(request).trials.map(flagsKey)).toEqual(keys)
      })
    ))
})

describe("the key of flags", () => {
  const flags = fc.array(fc.tuple(fc.constantFrom("a", "b", "__proto__"), anyValue), { maxLength: 3 }).map(mapOf)

  it("is shared by equal flags, in whatever order they are, and by no others", () =>
    fc.assert(
      fc.property(flags, flags, (one, other) => {
        expect(flagsKey(mapOf(Object.entries(one).toReversed()))).toBe(flagsKey(one))
        expect(flagsKey(one) === flagsKey(other)).toBe(equals(one, other))
      })
    ))
})

describe("merged lines", () => {
  const piece = fc.tuple(fc.stringMatching(/^[ab\n]{0,5}$/), fc.constantFrom<0 | 1>(0, 1))

  it("are the lines of each stream in their order, none of them broken, however they came", () =>
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const got: [string, string] = ["", ""]
        const merge = new LineMerge("> ", (lines, stream) => {
          const text = new TextDecoder().decode(lines)
          expect(text).toMatch(/^(> [ab]*\n)+$/)
          got[stream] += text
        })
        for (const [text, stream] of pieces) merge.push(new TextEncoder().encode(text), stream, 0)
        merge.end(0)
        for (const stream of [0, 1] as const) {
          const whole = pieces.flatMap(([text, of]) => (of === stream ? [text] : [])).join("")
          const lines = whole === "" || whole.endsWith("\n") ? whole : `${whole}\n`
          expect(got[stream].replaceAll("> ", "")).toBe(lines)
        }
      })
    ))
})
