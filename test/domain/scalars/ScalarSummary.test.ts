import { describe, expect, it } from "vitest"
import { ScalarAccumulator, ScalarSummaries } from "../../../src/domain/scalars/ScalarSummary.ts"

const summarize = (...points: ReadonlyArray<readonly [value: number, step: number]>) => {
  const accumulator = new ScalarAccumulator()
  for (const [value, step] of points) accumulator.add(value, step)
  return accumulator.summary("", "x")
}

describe("a scalar's summary", () => {
  it("counts, adds and remembers where the ends were", () => {
    expect(summarize([1, 1], [2, 2], [3, 3], [4, 3])).toEqual({
      prefix: "",
      tag: "x",
      count: 4,
      total: 10,
      avgVal: 2.5,
      firstVal: 1,
      firstStep: 1,
      lastVal: 4,
      lastStep: 3,
      minVal: 1,
      minStep: 1,
      maxVal: 4,
      maxStep: 3
    })
  })

  it("takes first and last by the order of the log, not by step", () => {
    expect(summarize([5, 9], [6, 1])).toMatchObject({ firstVal: 5, firstStep: 9, lastVal: 6, lastStep: 1 })
  })

  it("keeps the first of equal ends", () => {
    expect(summarize([1, 1], [1, 2])).toMatchObject({ minStep: 1, maxStep: 1 })
  })

  it("passes over NaN for the ends, but not for the sum", () => {
    expect(summarize([NaN, 1], [2, 2], [1, 3], [NaN, 4])).toMatchObject({
      minVal: 1,
      minStep: 3,
      maxVal: 2,
      maxStep: 2,
      total: NaN,
      avgVal: NaN,
      lastVal: NaN
    })
    expect(summarize([NaN, 1], [NaN, 2])).toMatchObject({ minVal: NaN, minStep: 1, maxVal: NaN, maxStep: 1 })
  })

  it("knows infinities as ends", () => {
    expect(summarize([0, 1], [Infinity, 2], [-Infinity, 3])).toMatchObject({ minVal: -Infinity, maxVal: Infinity })
  })
})

describe("the summaries of a run", () => {
  it("stand by prefix, then tag, and keep odd tags", () => {
    const summaries = new ScalarSummaries()
    summaries.under("b")("x", 1, 0)
    summaries.under(".guild")("__proto__", 1, 0)
    summaries.under(".guild")("Z", 1, 0)
    summaries.under("b")("a", 1, 0)
    expect(summaries.all().map(({ prefix, tag }) => `${prefix}#${tag}`)).toEqual([
      ".guild#Z",
      ".guild#__proto__",
      "b#a",
      "b#x"
    ])
  })
})
