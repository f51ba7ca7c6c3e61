import { describe, expect, it } from "vitest"
import { descend } from "../../../src/domain/optimizer/BoundedSearch.ts"
import { cholesky, inverse, logDeterminant, solveLower, solveUpper } from "../../../src/domain/optimizer/Cholesky.ts"
import type { Hyper } from "../../../src/domain/optimizer/GaussianProcess.ts"
import { fitHyper } from "../../../src/domain/optimizer/FitHyper.ts"
import { matern52, negativeLogLikelihood, placesOf, posterior } from "../../../src/domain/optimizer/GaussianProcess.ts"
import { seededRandom } from "../../../src/domain/flags/TrialsSample.ts"

const a = Float64Array.from([4, 12, -16, 12, 37, -43, -16, -43, 98])

describe("Cholesky", () => {
  it("takes the root of the textbook matrix", () => {
    expect([...(cholesky(a, 3) ?? [])]).toEqual([2, 0, 0, 6, 1, 0, -8, 5, 3])
  })

  it("gives nothing for a matrix that is not positive definite", () => {
    expect(cholesky(Float64Array.from([1, 2, 2, 1]), 2)).toBeUndefined()
  })

  it("solves, inverts and gives the determinant", () => {
    const l = cholesky(a, 3) ?? new Float64Array(9)
    const x = solveUpper(l, solveLower(l, Float64Array.from([0, 6, 39])))
    const product = [0, 1, 2].map((i) => [0, 1, 2].reduce((sum, j) => sum + (a[i * 3 + j] ?? 0) * (x[j] ?? 0), 0))
    product.forEach((value, i) => expect(value).toBeCloseTo([0, 6, 39][i] ?? 0, 9))
    expect(Math.exp(logDeterminant(l, 3))).toBeCloseTo(36, 9)
    const inverted = inverse(l, 3)
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) {
        const cell = [0, 1, 2].reduce((sum, k) => sum + (a[i * 3 + k] ?? 0) * (inverted[k * 3 + j] ?? 0), 0)
        expect(cell).toBeCloseTo(i === j ? 1 : 0, 9)
      }
  })
})

describe("Gaussian process", () => {
  const rows = [[0], [0.3], [0.55], [1]]
  const x = placesOf(rows)
  const y = Float64Array.from([0.2, -1.1, 0.4, 1.3])
  const hyper: Hyper = { variance: 0.3, noise: -4, scales: Float64Array.of(-0.7) }

  it("correlates by Matérn 5/2", () => {
    expect(matern52(0)).toBe(1)
    // (1 + √5 + 5/3) e^(-√5)
    expect(matern52(1)).toBeCloseTo(0.5239941088318203, 12)
  })

  it("has the likelihood of a normal distribution for one observation", () => {
    const { value } = negativeLogLikelihood(placesOf([[0]]), Float64Array.from([1]), {
      variance: 0,
      noise: 0,
      scales: Float64Array.of(0)
    })
    expect(value).toBeCloseTo((Math.log(2 * Math.PI * 2) + 1 / 2) / 2, 12)
  })

  it("knows the slopes of its likelihood", () => {
    const { gradient } = negativeLogLikelihood(x, y, hyper)
    const at = (more: Partial<Hyper>) => negativeLogLikelihood(x, y, { ...hyper, ...more }).value
    const h = 1e-5
    expect(gradient.variance).toBeCloseTo((at({ variance: 0.3 + h }) - at({ variance: 0.3 - h })) / (2 * h), 5)
    expect(gradient.noise).toBeCloseTo((at({ noise: -4 + h }) - at({ noise: -4 - h })) / (2 * h), 5)
    expect(gradient.scales[0]).toBeCloseTo(
      (at({ scales: Float64Array.of(-0.7 + h) }) - at({ scales: Float64Array.of(-0.7 - h) })) / (2 * h),
      5
    )
  })

  it("goes through what it saw without noise, and knows nothing far away", () => {
    const { predict } = posterior(x, y, { variance: 0, noise: Math.log(1e-10), scales: Float64Array.of(Math.log(0.1)) })
    rows.forEach((place, i) => expect(predict(place).mean).toBeCloseTo(y[i] ?? 0, 5))
    expect(predict([0.3]).std).toBeLessThan(1e-3)
    expect(predict([50])).toEqual({ mean: expect.closeTo(0, 9), std: expect.closeTo(1, 9) })
  })

  it("does not mind an observation made twice without noise", () => {
    const { predict } = posterior(placesOf([[0.5], [0.5]]), Float64Array.from([1, -1]), {
      variance: 0,
      noise: -60,
      scales: Float64Array.of(0)
    })
    expect(predict([0.5]).mean).toBeCloseTo(0, 3)
  })

  it("finds parameters that are likelier than those it starts from", () => {
    const found = fitHyper(x, y, { noise: undefined, restarts: 2, random: seededRandom(1) })
    const start: Hyper = { variance: 0, noise: Math.log(1e-4), scales: Float64Array.of(Math.log(0.5)) }
    expect(negativeLogLikelihood(x, y, found).value).toBeLessThan(negativeLogLikelihood(x, y, start).value)
  })

  it("keeps a noise that is known", () => {
    expect(fitHyper(x, y, { noise: 0.01, restarts: 1, random: seededRandom(1) }).noise).toBe(Math.log(0.01))
  })
})

describe("descent within bounds", () => {
  const bowl = ([p = 0, q = 0]: Float64Array) => ({
    value: (p - 1) ** 2 + 10 * (q + 2) ** 2,
    gradient: Float64Array.of(2 * (p - 1), 20 * (q + 2))
  })
  const wide = [
    [-5, 5],
    [-5, 5]
  ] as const

  it("finds the lowest place", () => {
    const { at } = descend(bowl, [4, 4], wide, 100)
    expect(at[0]).toBeCloseTo(1, 2)
    expect(at[1]).toBeCloseTo(-2, 2)
  })

  it("stops at a bound", () => {
    const narrow = [
      [2, 5],
      [-1, 5]
    ] as const
    expect(descend(bowl, [4, 4], narrow, 100).at).toEqual(Float64Array.of(2, -1))
  })

  it("turns away from where there is no value", () => {
    const cliff = ([p = 0]: Float64Array) =>
      p < 0 ? { value: Number.NaN, gradient: Float64Array.of(Number.NaN) } : { value: p, gradient: Float64Array.of(1) }
    expect(descend(cliff, [3], [[-5, 5]], 60).at[0]).toBeCloseTo(0, 1)
  })
})
