import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ColSpec } from "../../src/domain/compare/ColSpec.ts"
import { colHeading } from "../../src/domain/compare/ColSpec.ts"
import type { CompareRun } from "../../src/domain/compare/CompareTable.ts"
import { compareTable } from "../../src/domain/compare/CompareTable.ts"
import type { ScalarSummary } from "../../src/domain/scalars/Scalar.ts"
import { getKey, mapOf } from "../../src/domain/Value.ts"

const name = fc.constantFrom("a", "b", "loss", "step", "run", "__proto__", "constructor", "l.*")

const column: fc.Arbitrary<ColSpec> = fc.oneof(
  fc.record({ kind: fc.constantFrom("attr" as const, "flag" as const), name, as: fc.option(name, { nil: undefined }) }),
  fc.record({
    kind: fc.constant("scalar" as const),
    key: name,
    qualifier: fc.constantFrom("min" as const, "count" as const, undefined),
    step: fc.boolean(),
    as: fc.option(name, { nil: undefined })
  })
)

const summary: fc.Arbitrary<ScalarSummary> = fc
  .record({ prefix: fc.constantFrom("", ".guild", "val"), tag: name, value: fc.double(), step: fc.nat() })
  .map(({ prefix, step, tag, value }) => ({
    prefix,
    tag,
    count: 1,
    total: value,
    avgVal: value,
    firstVal: value,
    firstStep: step,
    lastVal: value,
    lastStep: step,
    minVal: value,
    minStep: step,
    maxVal: value,
    maxStep: step
  }))

const flags = fc.array(fc.tuple(name, fc.integer())).map(mapOf)

const run: fc.Arbitrary<CompareRun> = fc.record({
  attr: flags.map((attrs) => (key: string) => getKey(attrs, key)),
  flags,
  scalars: fc.array(summary),
  columns: fc.option(fc.array(column), { nil: undefined })
})

const options = fc.record({
  core: fc.array(column),
  extra: fc.array(column),
  skipOpColumns: fc.boolean(),
  strict: fc.boolean(),
  allScalars: fc.boolean()
})

describe("a comparison", () => {
  it("has a row for each run, as wide as its headings, and no heading twice", () =>
    fc.assert(
      fc.property(fc.array(run), options, (runs, asked) => {
        const { headings, rows } = compareTable(runs, asked)
        expect(rows).toHaveLength(runs.length)
        expect(new Set(headings).size).toBe(headings.length)
        expect(rows.every((row) => row.length === headings.length)).toBe(true)
      })
    ))

  it("shows of each run what it shows of it alone", () =>
    fc.assert(
      fc.property(fc.array(run, { minLength: 1 }), options, (runs, asked) => {
        const whole = compareTable(runs, asked)
        runs.forEach((each, at) => {
          const alone = compareTable([each], asked)
          alone.headings.forEach((heading, position) => {
            expect(whole.rows[at]?.[whole.headings.indexOf(heading)]).toEqual(alone.rows[0]?.[position])
          })
        })
      })
    ))

  it("has no more than the core and the user's columns where it is strict", () =>
    fc.assert(
      fc.property(fc.array(run), options, (runs, asked) => {
        const flat = { ...asked, strict: true, extra: asked.extra.filter(({ kind }) => kind !== "scalar") }
        const known = new Set([...asked.core, ...flat.extra].map(colHeading))
        const { headings } = compareTable(
          runs.map((each) => ({ ...each, scalars: [] })),
          flat
        )
        expect(headings.filter((heading) => !known.has(heading))).toEqual([])
      })
    ))
})
