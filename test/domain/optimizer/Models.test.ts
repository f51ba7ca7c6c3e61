import { describe, expect, it } from "vitest"
import { expectedImprovement, improvementProbability, lowerBound } from "../../../src/domain/optimizer/Acquisition.ts"
import { growForest } from "../../../src/domain/optimizer/ForestModel.ts"
import { boostEnsemble, boostMean } from "../../../src/domain/optimizer/GbrtModel.ts"
import { hedge } from "../../../src/domain/optimizer/GpModel.ts"
import { normalCdf, normalPdf } from "../../../src/domain/optimizer/Normal.ts"
import { growTree, leafOf } from "../../../src/domain/optimizer/RegressionTree.ts"
import { seededRandom } from "../../../src/domain/flags/TrialsSample.ts"

describe("the normal distribution", () => {
  // Φ of a table with 15 digits, tails included.
  it.each([
    [0, 0.5],
    [1, 0.841344746068543],
    [-1.96, 0.024997895148220435],
    [2.4, 0.991802464075404],
    [2.6, 0.995338811976281],
    [-5, 2.866515718791939e-7],
    [-10, 7.61985302416052e-24]
  ])("has Φ(%f) = %f", (z, expected) => {
    expect(normalCdf(z) / expected).toBeCloseTo(1, 11)
  })

  it("has its density", () => expect(normalPdf(1)).toBeCloseTo(0.24197072451914337, 15))
})

describe("acquisition", () => {
  const place = { mean: 1, std: 2 }

  it("weighs by bound, improvement and probability", () => {
    expect(lowerBound(1.96)(place)).toBeCloseTo(2.92, 12)
    // z = (2 - 1) / 2 - 0.5 = 0, so that EI = 2 φ(0) and PI = 1/2.
    expect(expectedImprovement(2, 0.5)(place)).toBeCloseTo(2 * 0.3989422804014327, 12)
    expect(improvementProbability(1)(place)).toBe(0.5)
  })

  it("needs no deviation", () => {
    const certain = { mean: 1, std: 0 }
    expect(expectedImprovement(3, 0.5)(certain)).toBe(2)
    expect(expectedImprovement(0, 0.5)(certain)).toBe(0)
    expect([improvementProbability(3)(certain), improvementProbability(0)(certain)]).toEqual([1, 0])
  })

  it("hedges by what was gained", () => {
    expect([0.1, 0.5, 0.9].map((random) => hedge([0, 0, 0], random))).toEqual([0, 1, 2])
    expect(hedge([-1000, 5, -1000], 0.999)).toBe(1)
  })
})

describe("trees", () => {
  const x = [[0], [1], [2], [3], [4], [5]]
  const y = [1, 1, 1, 9, 9, 9]
  const rows = [0, 1, 2, 3, 4, 5]

  it("split where the values change", () => {
    const tree = growTree(x, y, rows, { minLeaf: 1, maxDepth: 3, randomThresholds: undefined })
    expect(tree).toMatchObject({ kind: "split", feature: 0, threshold: 2.5, left: { kind: "leaf", rows: [0, 1, 2] } })
    expect(leafOf(tree, [2.6]).rows).toEqual([3, 4, 5])
  })

  it("keep to the least size of a leaf, and are one leaf where nothing differs", () => {
    expect(growTree(x, y, rows, { minLeaf: 4, maxDepth: 3, randomThresholds: undefined }).kind).toBe("leaf")
    expect(growTree(x, [2, 2, 2, 2, 2, 2], rows, { minLeaf: 1, maxDepth: 3, randomThresholds: undefined }).kind).toBe(
      "leaf"
    )
  })

  it("in a forest agree far from a change and differ at it", () => {
    const predict = growForest(x, y, seededRandom(3))
    expect(predict([-1])).toEqual({ mean: expect.closeTo(1, 0), std: expect.closeTo(0, 0) })
    expect(predict([2.5]).std).toBeGreaterThan(1)
  })

  it("boosted come to the mean of noisy values", () => {
    const random = seededRandom(7)
    const noisy = Array.from({ length: 300 }, () => random())
    const places = noisy.map(() => [0])
    expect(boostMean(places, noisy, random)([0])).toBeCloseTo(
      noisy.reduce((sum, each) => sum + each / 300, 0),
      2
    )
  })

  it("boosted follow a step, and differ where it may lie more than elsewhere", () => {
    const predict = boostEnsemble(x, y, seededRandom(5))
    expect(predict([0]).mean).toBeLessThan(3)
    expect(predict([5]).mean).toBeGreaterThan(7)
    expect(predict([2.5]).std).toBeGreaterThan(predict([5]).std)
  })
})
