import { Either } from "effect"
import { describe, expect, it } from "vitest"
import {
  countPoints,
  dimensionsOf,
  featuresOf,
  pointAt,
  pointKey,
  pointNumbered,
  unitOf
} from "../../../src/domain/optimizer/Dimension.ts"
import { float } from "../../../src/domain/Value.ts"

const dimensions = Either.getOrThrow(
  dimensionsOf({ z: ["a", "b", "c"], n: "[1:3]", x: "loguniform[0.01:100.0]", fixed: 5, one: ["only"] })
)

describe("dimensions", () => {
  it("are the ranges and lists among flags, by name", () => {
    expect(dimensions.map(({ name }) => name)).toEqual(["n", "one", "x", "z"])
  })

  it("show a model numbers from 0 to 1, and a choice as one switch for each value", () => {
    expect(featuresOf(dimensions, [2, "only", float(1), "b"])).toEqual([0.5, expect.closeTo(0.5, 12), 0, 1, 0])
  })

  it("lead from a point to the unit cube and back", () => {
    const point = [3, "only", float(10), "c"]
    const back = pointAt(dimensions, unitOf(dimensions, point))
    expect(featuresOf(dimensions, back)).toEqual(featuresOf(dimensions, point).map((value) => expect.closeTo(value, 9)))
  })

  it("hold an initial value outside of a range to its end", () => {
    expect(featuresOf(dimensions, [9, "only", float(0.0001), "a"]).slice(0, 2)).toEqual([1, 0])
  })

  it("number the points of a finite space, each once", () => {
    const finite = dimensions.filter(({ name }) => name !== "x")
    expect(countPoints(finite)).toBe(9)
    expect(countPoints(dimensions)).toBe(Infinity)
    const keys = Array.from({ length: 9 }, (_, i) => pointKey(finite, pointNumbered(finite, i)))
    expect(new Set(keys).size).toBe(9)
    expect(pointNumbered(finite, 4)).toEqual([2, "only", "b"])
  })
})
