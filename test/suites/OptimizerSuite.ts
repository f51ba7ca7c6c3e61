import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Dimension, Point } from "../../src/domain/optimizer/Dimension.ts"
import { countPoints, isWithin, pointKey } from "../../src/domain/optimizer/Dimension.ts"
import type { Optimizer, Snapshot, Suggestion } from "../../src/domain/optimizer/Optimizer.ts"
import type { SearchSpace } from "../../src/domain/flags/SearchSpace.ts"
import { float, toNumber } from "../../src/domain/Value.ts"

/** An optimizer over some dimensions, from a snapshot. */
export type Make = (dimensions: ReadonlyArray<Dimension>, snapshot: Snapshot) => Optimizer

type Objective = (point: Point, trial: number) => number | undefined

/** As many suggestions as asked for, each with what came of those before it. */
export const play = (
  start: Optimizer,
  trials: number,
  objective: Objective
): readonly [Optimizer, ReadonlyArray<Suggestion>] => {
  const suggestions: Array<Suggestion> = []
  let current = start
  for (let i = 0; i < trials; i++) {
    const trial = current.snapshot.reports.length
    const suggestion = current.suggest()
    suggestions.push(suggestion)
    current = current.report({ ...suggestion, objective: objective(suggestion.point, trial), seconds: 1 + trial })
  }
  return [current, suggestions]
}

const space: fc.Arbitrary<SearchSpace> = fc.oneof(
  fc.record({
    kind: fc.constant("uniform" as const),
    low: fc.integer({ min: -50, max: 0 }),
    high: fc.integer({ min: 1, max: 50 }),
    integer: fc.boolean(),
    initial: fc.constant(undefined)
  }),
  fc.record({
    kind: fc.constant("loguniform" as const),
    low: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    high: fc.double({ min: 2, max: 1e6, noNaN: true }),
    integer: fc.constant(false),
    initial: fc.constant(undefined)
  }),
  fc.record({
    kind: fc.constant("choice" as const),
    values: fc.constantFrom([true, false], ["a", "b", float(1.5)], [7])
  })
)
const dimensions = fc
  .array(space, { minLength: 1, maxLength: 3 })
  .map((spaces) => spaces.map((each, i): Dimension => ({ name: `d${i}`, space: each })))

const sum = (point: Point): number => point.reduce<number>((total, value) => total + (toNumber(value) ?? 1) ** 2, 0)

const objective: fc.Arbitrary<Objective> = fc.constantFrom<Objective>(
  sum,
  () => 3,
  () => Number.NaN,
  () => undefined,
  (point, trial) => (trial % 2 === 0 ? sum(point) : Infinity),
  (point, trial) => (trial % 3 === 0 ? undefined : sum(point) * 1e300)
)

const TRIALS = 7

/** What every optimizer promises; run it on each. */
export const suite = (name: string, make: Make) =>
  describe(`optimizer laws: ${name}`, () => {
    it("suggests values of its dimensions, whatever the objective comes to", () =>
      fc.assert(
        fc.property(dimensions, objective, fc.nat(), (dims, f, seed) => {
          const [, suggestions] = play(make(dims, { seed, reports: [] }), TRIALS, f)
          for (const { point } of suggestions)
            expect(dims.every((dimension, i) => isWithin(dimension, point[i] ?? null))).toBe(true)
        }),
        { numRuns: 15 }
      ))

    it("goes on from a snapshot as if it had not been interrupted", () =>
      fc.assert(
        fc.property(dimensions, fc.nat(), fc.nat(TRIALS), (dims, seed, at) => {
          const [, whole] = play(make(dims, { seed, reports: [] }), TRIALS, sum)
          const [before] = play(make(dims, { seed, reports: [] }), at, sum)
          const [, rest] = play(make(dims, structuredCloneOf(before.snapshot)), TRIALS - at, sum)
          expect(rest).toEqual(whole.slice(at))
        }),
        { numRuns: 10 }
      ))

    it("does not suggest a point again while there is another", () =>
      fc.assert(
        fc.property(dimensions, objective, fc.nat(), (dims, f, seed) => {
          const [, suggestions] = play(make(dims, { seed, reports: [] }), TRIALS, f)
          const keys = new Set(suggestions.map(({ point }) => pointKey(dims, point)))
          expect(keys.size).toBe(Math.min(TRIALS, countPoints(dims)))
        }),
        { numRuns: 15 }
      ))

    it("tries the initial values first", () => {
      const dims: ReadonlyArray<Dimension> = [
        { name: "a", space: { kind: "uniform", low: -2, high: 2, integer: false, initial: 0.1 } },
        { name: "b", space: { kind: "uniform", low: 1, high: 100, integer: true, initial: 50 } }
      ]
      expect(make(dims, { seed: 1, reports: [] }).suggest().point).toEqual([float(0.1), 50])
    })
  })

/** A snapshot without anything that its optimizer might share with it. */
const structuredCloneOf = ({ seed, reports }: Snapshot): Snapshot => ({
  seed,
  reports: reports.map((report) => ({
    ...report,
    point: [...report.point],
    rivals: report.rivals.map((rival) => [...rival])
  }))
})
