import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { countTrials, hasLists } from "../../src/domain/flags/Trials.ts"
import { sampleIndexes } from "../../src/domain/flags/TrialsSample.ts"
import type { Value } from "../../src/domain/Value.ts"
import { mapOf } from "../../src/domain/Value.ts"
import { allTrials } from "../support/allTrials.ts"

const anyFlag: fc.Arbitrary<Value> = fc.oneof(
  fc.integer(),
  fc.string({ maxLength: 4 }),
  fc.uniqueArray(fc.integer(), { maxLength: 4 })
)
const anyFlags = fc.array(fc.tuple(fc.constantFrom("a", "b", "c", "d"), anyFlag), { maxLength: 4 }).map(mapOf)
const request = fc.record({
  flags: anyFlags,
  batch: fc.option(fc.array(anyFlags, { maxLength: 3 }), { nil: undefined }),
  maxTrials: fc.option(fc.nat(10), { nil: undefined }),
  seed: fc.nat()
})

describe("trials", () => {
  it("are as many as were counted, none with a list left in it", () =>
    fc.assert(
      fc.property(request, (asked) => {
        const { trials, total } = allTrials(asked)
        expect(total).toBe(countTrials(asked.flags, asked.batch))
        expect(trials.length).toBe(Math.min(total, asked.maxTrials ?? total))
        expect(trials.some(hasLists)).toBe(false)
      })
    ))

  it("that a limit keeps are some of all, in their order", () =>
    fc.assert(
      fc.property(request, (asked) => {
        const all = allTrials({ ...asked, maxTrials: undefined }).trials.map((trial) => JSON.stringify(trial))
        let from = 0
        for (const trial of allTrials(asked).trials) {
          from = all.indexOf(JSON.stringify(trial), from) + 1
          expect(from).toBeGreaterThan(0)
        }
      })
    ))
})

describe("a sample", () => {
  it("is of different numbers below the total, ascending, and the same for the same seed", () =>
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(50), fc.nat(), (total, count, seed) => {
        const sample = sampleIndexes(total, Math.min(count, total), seed)
        expect(sample.length).toBe(Math.min(count, total))
        expect(sample.every((n, i) => n < total && (i === 0 || n > (sample[i - 1] ?? n)))).toBe(true)
        expect(sampleIndexes(total, Math.min(count, total), seed)).toEqual(sample)
      })
    ))
})
