import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Dimension, Point } from "../../src/domain/optimizer/Dimension.ts"
import { countPoints, isWithin, pointKey } from "../../src/domain/optimizer/Dimension.ts"
import type { Optimizer, Snapshot, Suggestion } from "../../src/domain/optimizer/Optimizer.ts"
import type { SearchSpace } from "../../src/domain/flags/SearchSpace.ts"
import { seededRandom } from "../../src/domain/flags/TrialsSample.ts"
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
        { numRuns: 5, seed: 3 }
      ))

    it("goes on from a snapshot as if it had not been interrupted", () =>
      fc.assert(
        fc.property(dimensions, fc.nat(), fc.nat(TRIALS), (dims, seed, at) => {
          const [, whole] = play(make(dims, { seed, reports: [] }), TRIALS, sum)
          const [before] = play(make(dims, { seed, reports: [] }), at, sum)
          const [, rest] = play(make(dims, structuredCloneOf(before.snapshot)), TRIALS - at, sum)
          expect(rest).toEqual(whole.slice(at))
        }),
        { numRuns: 3, seed: 5 }
      ))

    it("does not suggest a point again while there is another", () =>
      fc.assert(
        fc.property(dimensions, objective, fc.nat(), (dims, f, seed) => {
          const [, suggestions] = play(make(dims, { seed, reports: [] }), TRIALS, f)
          const keys = new Set(suggestions.map(({ point }) => pointKey(dims, point)))
          expect(keys.size).toBe(Math.min(TRIALS, countPoints(dims)))
        }),
        { numRuns: 5, seed: 3 }
      ))

    it("repeats nothing, and goes on from a snapshot, long after it has ceased to gain", () => {
      const dims: ReadonlyArray<Dimension> = [
        { name: "a", space: { kind: "uniform", low: 0, high: 1, integer: false, initial: undefined } },
        { name: "b", space: { kind: "uniform", low: 1, high: 9, integer: true, initial: undefined } }
      ]
      const bowl = (point: Point) => Math.max(1, 20 * Math.abs((toNumber(point[0] ?? null) ?? 0) - 0.5))
      const [, whole] = play(make(dims, { seed: 4, reports: [] }), 40, bowl)
      expect(new Set(whole.map(({ point }) => pointKey(dims, point))).size).toBe(40)
      const [before] = play(make(dims, { seed: 4, reports: [] }), 33, bowl)
      const [, rest] = play(make(dims, structuredCloneOf(before.snapshot)), 7, bowl)
      expect(rest).toEqual(whole.slice(33))
    })

    it("takes what is pending into account: no point twice, and the same suggestion for the same seed", () =>
      fc.assert(
        fc.property(dimensions, objective, fc.nat(), fc.integer({ min: 1, max: 4 }), (dims, f, seed, jobs) => {
          const [start] = play(make(dims, { seed, reports: [] }), 4, f)
          const ask = () =>
            Array.from({ length: jobs }).reduce<ReadonlyArray<Point>>(
              (pending) => [...pending, start.suggest(pending).point],
              []
            )
          const points = ask()
          expect(ask()).toEqual(points)
          const keys = [...start.snapshot.reports.map(({ point }) => point), ...points].map((point) =>
            pointKey(dims, point)
          )
          expect(new Set(keys).size).toBe(Math.min(keys.length, countPoints(dims)))
        }),
        { numRuns: 4, seed: 7 }
      ))

    it("learns from earlier trials and does not repeat them", () =>
      fc.assert(
        fc.property(dimensions, objective, fc.nat(), (dims, f, seed) => {
          const [before] = play(make(dims, { seed: seed + 1, reports: [] }), 4, f)
          const previous = before.snapshot.reports
          const [, suggestions] = play(make(dims, { seed, reports: [], previous }), 4, f)
          const keys = [...previous, ...suggestions].map(({ point }) => pointKey(dims, point))
          expect(new Set(keys).size).toBe(Math.min(keys.length, countPoints(dims)))
        }),
        { numRuns: 4, seed: 7 }
      ))

    it("repeats the only point of a space, as often as it is asked", () => {
      const dims: ReadonlyArray<Dimension> = [{ name: "a", space: { kind: "choice", values: [3] } }]
      const [, suggestions] = play(make(dims, { seed: 1, reports: [] }), 6, () => 1)
      expect(suggestions.map(({ point }) => point)).toEqual(Array.from({ length: 6 }, () => [3]))
    })

    it("survives an objective that is noise, and one of huge values", () => {
      const dims: ReadonlyArray<Dimension> = [
        { name: "a", space: { kind: "uniform", low: 0, high: 1, integer: false, initial: undefined } },
        { name: "b", space: { kind: "choice", values: ["x", "y"] } }
      ]
      const noise = seededRandom(5)
      for (const f of [() => noise(), (_: Point, trial: number) => (trial % 2 === 0 ? 1e308 : -1e308)]) {
        const [, suggestions] = play(make(dims, { seed: 2, reports: [] }), 10, f)
        for (const { point } of suggestions) expect(dims.every((dim, i) => isWithin(dim, point[i] ?? null))).toBe(true)
      }
    })

    it("draws a logarithmic space evenly in the exponent", () => {
      const dims: ReadonlyArray<Dimension> = [
        { name: "a", space: { kind: "loguniform", low: 1e-4, high: 1, integer: false, initial: undefined } }
      ]
      const first = Array.from(
        { length: 60 },
        (_, seed) => make(dims, { seed, reports: [] }).suggest().point[0] ?? null
      )
      const small = first.filter((value) => (toNumber(value) ?? 1) < 1e-2).length
      expect(small).toBeGreaterThan(18)
      expect(small).toBeLessThan(42)
    })

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
