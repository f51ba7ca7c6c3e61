import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { ColSpec } from "../../../src/domain/compare/ColSpec.ts"
import { parseColSpecs } from "../../../src/domain/compare/ColSpec.ts"
import type { CompareOptions, CompareRun } from "../../../src/domain/compare/CompareTable.ts"
import { compareTable, matchScalars, scalarCell, sortKey } from "../../../src/domain/compare/CompareTable.ts"
import type { ScalarSummary } from "../../../src/domain/scalars/Scalar.ts"
import { float } from "../../../src/domain/Value.ts"

const columns = (text: string): ReadonlyArray<ColSpec> => Either.getOrThrow(parseColSpecs(text))

const summary = (tag: string, value: number, prefix = ".guild"): ScalarSummary => ({
  prefix,
  tag,
  count: 3,
  total: 3 * value,
  avgVal: value,
  firstVal: value + 1,
  firstStep: 1,
  lastVal: value,
  lastStep: 9,
  minVal: value - 1,
  minStep: 4,
  maxVal: value + 2,
  maxStep: 5
})

const run = (id: string, more: Partial<CompareRun> = {}): CompareRun => ({
  attr: (name) => (name === "run" ? id : undefined),
  flags: {},
  scalars: [],
  columns: undefined,
  ...more
})

const options: CompareOptions = {
  core: columns(".run"),
  extra: [],
  skipOpColumns: false,
  strict: false,
  allScalars: false
}

/** Headings, then plain values row by row. */
const shown = (runs: ReadonlyArray<CompareRun>, more: Partial<CompareOptions> = {}) => {
  const { headings, rows } = compareTable(runs, { ...options, ...more })
  return [headings, ...rows.map((row) => row.map((cell) => cell?.value))]
}

describe("a comparison", () => {
  it("shows every flag, the step and every scalar by name where the operation says nothing", () => {
    const first = run("1", {
      flags: { b: 2, a: 1 },
      scalars: [summary("z/ab", 3), summary("x", 2), summary("sys/x", 1)]
    })
    expect(shown([first])).toEqual([
      ["run", "a", "b", "step", "x", "z/ab"],
      ["1", 1, 2, 9, float(2), float(3)]
    ])
    expect(shown([first], { allScalars: true })[0]).toEqual(["run", "a", "b", "step", "sys/x", "x", "z/ab"])
  })

  it("takes the step from the loss where there is one", () => {
    const scalars = [{ ...summary("acc", 1), lastStep: 3 }, summary("loss", 2)]
    expect(shown([run("1", { scalars })])).toEqual([
      ["run", "step", "acc", "loss"],
      ["1", 9, float(1), float(2)]
    ])
  })

  it("shows the columns of an operation in their place, and fills a cell only where its run asks for the column", () => {
    const op = run("2", {
      flags: { a: 2 },
      scalars: [summary("x", 3)],
      columns: columns("=a as A, x step as x_step, x")
    })
    const plain = run("1", { flags: { a: 1 }, scalars: [summary("x", 2)] })
    expect(shown([op, plain])).toEqual([
      ["run", "A", "x_step", "x", "a", "step"],
      ["2", 2, 9, float(3), undefined, undefined],
      ["1", undefined, undefined, float(2), 1, 9]
    ])
    expect(shown([op, plain], { skipOpColumns: true })[0]).toEqual(["run", "a", "step", "x"])
  })

  it("shows the user's columns after the core, and nothing else where asked to be strict", () => {
    const first = run("1", { flags: { a: 1 }, scalars: [summary("x", 2)] })
    const extra = columns("min x, =nope, .run")
    expect(shown([first], { extra })).toEqual([
      ["run", "min x", "nope", "a", "step", "x"],
      ["1", float(1), undefined, 1, 9, float(2)]
    ])
    expect(shown([first], { extra, strict: true })[0]?.slice(0, 3)).toEqual(["run", "min x", "nope"])
  })

  it("gives each scalar that a pattern matches a column of its own", () => {
    const first = run("1", { scalars: [summary("l/a", 1), summary("l/b", 2)], columns: columns("min l/.+") })
    expect(shown([first])).toEqual([
      ["run", "min l/a", "min l/b"],
      ["1", float(0), float(1)]
    ])
  })

  it("names the scalars that a pattern matches also where a run has but one of them, or none", () => {
    const runs = [
      run("1", { scalars: [summary("l/a", 1), summary("l/b", 2)] }),
      run("2", { scalars: [summary("l/b", 3)] }),
      run("3")
    ]
    const extra = columns("max l/.+, l/.+ as l, z+")
    expect(shown(runs, { extra, strict: true })).toEqual([
      ["run", "max l/a", "max l/b", "l", "z+"],
      ["1", float(3), float(4), float(1), undefined],
      ["2", undefined, float(5), float(3), undefined],
      ["3", undefined, undefined, undefined, undefined]
    ])
  })

  it("tells apart what a run printed and what it logged under one tag", () => {
    const scalars = [summary("loss", 1, ""), summary("loss", 2)]
    const found = (key: string) => matchScalars(key, scalars).map(({ lastVal }) => lastVal)
    expect(found("loss")).toEqual([1])
    expect(found(".guild#loss")).toEqual([2])
    expect(found("#loss")).toEqual([1])
  })

  it("finds a scalar by its whole name, then by its tag under any prefix, then as a pattern", () => {
    const scalars = [summary("loss", 1), summary("loss", 2, "val"), summary("acc", 3, "val"), summary("a+c", 4)]
    const found = (key: string) => matchScalars(key, scalars).map(({ lastVal }) => lastVal)
    expect(found("loss")).toEqual([1])
    expect(found("val#loss")).toEqual([2])
    expect(found("acc")).toEqual([3])
    expect(found("a+c")).toEqual([4])
    expect(found("val#.*")).toEqual([2, 3])
    expect(found("lo")).toEqual([])
    expect(found("(")).toEqual([])
  })

  it("shows the value or the step that a column asks for", () => {
    const cell = (text: string) => {
      const [column] = columns(text)
      return column?.kind === "scalar" ? scalarCell(column, summary("x", 2)) : undefined
    }
    expect(["x", "min x", "max x", "first x", "last x", "avg x", "total x"].map(cell)).toEqual(
      [2, 1, 4, 3, 2, 2, 6].map(float)
    )
    expect(cell("count x")).toBe(3)
    expect(["x step", "min x step", "max x step", "first x step", "last x step"].map(cell)).toEqual([9, 4, 5, 1, 9])
  })

  it("sorts by what a column shows, and by nothing where a run has none", () => {
    const [column] = columns("min x")
    if (column === undefined) throw new Error("no column")
    expect(sortKey(column, run("1", { scalars: [summary("x", 2)] }))).toEqual(float(1))
    expect(sortKey(column, run("1"))).toBeUndefined()
  })
})
