import { describe, expect, it } from "vitest"
import { cmaNext, cmaPlace, cmaRates, cmaStart } from "../../../src/domain/optimizer/Cma.ts"
import { symmetricEigen } from "../../../src/domain/optimizer/Eigen.ts"
import { gaussian } from "../../../src/domain/optimizer/Normal.ts"
import { seededRandom } from "../../../src/domain/flags/TrialsSample.ts"

describe("eigenvalues", () => {
  it("and vectors put a matrix together again", () => {
    const a = Float64Array.of(4, 1, -2, 1, 3, 0.5, -2, 0.5, 5)
    const { values, vectors } = symmetricEigen(a, 3)
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const cell = [0, 1, 2].reduce(
          (sum, k) => sum + (vectors[i * 3 + k] ?? 0) * (values[k] ?? 0) * (vectors[j * 3 + k] ?? 0),
          0
        )
        expect(cell).toBeCloseTo(a[i * 3 + j] ?? 0, 10)
      }
  })

  it("of a diagonal are the diagonal", () => {
    expect([...symmetricEigen(Float64Array.of(2, 0, 0, 7), 2).values]).toEqual([2, 7])
  })
})

describe("evolution strategy", () => {
  it("weighs the better half positively, in sum 1", () => {
    const { weights, mueff } = cmaRates(5, 8)
    const good = weights.filter((weight) => weight > 0)
    expect(good.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
    expect(weights.toSorted((a, b) => b - a)).toEqual(weights)
    // Hansen's tutorial: about a quarter of the population.
    expect(mueff).toBeGreaterThan(2)
    expect(mueff).toBeLessThan(4)
  })

  it("finds the lowest place of a long ellipse", () => {
    const rates = cmaRates(3, 8)
    const random = seededRandom(1)
    const f = (x: Float64Array) => x.reduce((sum, each, i) => sum + 100 ** i * (each - 0.3) ** 2, 0)
    let state = cmaStart(Float64Array.of(1, 1, 1), 0.3)
    for (let generation = 0; generation < 120; generation++) {
      const places = Array.from({ length: 8 }, () =>
        cmaPlace(
          state,
          state.mean.map(() => gaussian(random))
        )
      )
      state = cmaNext(
        rates,
        state,
        places.sort((a, b) => f(a) - f(b))
      )
    }
    for (const each of state.mean) expect(each).toBeCloseTo(0.3, 4)
  })
})
