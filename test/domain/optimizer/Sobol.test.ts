import { describe, expect, it } from "vitest"
import { sobolBits, sobolDimensions, sobolPoint } from "../../../src/domain/optimizer/Sobol.ts"

const unscrambled = (index: number, dimension: number): number => sobolBits(index, dimension) / 2 ** 32

describe("Sobol sequence", () => {
  it("is that of Joe and Kuo", () => {
    // Computed with scipy.stats.qmc.Sobol(64, scramble=False).
    expect([0, 1, 2, 3, 4, 5, 6, 7].map((index) => unscrambled(index, 3))).toEqual([
      0, 0.5, 0.25, 0.75, 0.875, 0.375, 0.625, 0.125
    ])
    expect(sobolDimensions()).toBe(64)
    const far = [0, 1, 20, 40, 63].map((dimension) => unscrambled(999, dimension))
    expect(far).toEqual([0.1572265625, 0.9091796875, 0.3349609375, 0.3505859375, 0.6337890625])
  })

  it("has one point in each of as many slices as there are points, in every dimension, scrambled or not", () => {
    for (const dimension of [0, 1, 7, 30, 63, 70]) {
      const slices = Array.from({ length: 64 }, (_, i) => Math.floor((sobolPoint(i, 71, 9)[dimension] ?? 0) * 64))
      expect(new Set(slices).size).toBe(64)
    }
  })

  it("differs by seed and not between calls", () => {
    expect(sobolPoint(5, 4, 1)).toEqual(sobolPoint(5, 4, 1))
    expect(sobolPoint(5, 4, 1)).not.toEqual(sobolPoint(5, 4, 2))
  })
})
