import { describe, expect, it } from "vitest"
import type { Dimension } from "../../../src/domain/optimizer/Dimension.ts"
import { parzen } from "../../../src/domain/optimizer/Parzen.ts"
import { seededRandom } from "../../../src/domain/flags/TrialsSample.ts"
import { float } from "../../../src/domain/Value.ts"

const dimensions: ReadonlyArray<Dimension> = [
  { name: "x", space: { kind: "uniform", low: 0, high: 1, integer: false, initial: undefined } },
  { name: "n", space: { kind: "uniform", low: 1, high: 4, integer: true, initial: undefined } },
  { name: "c", space: { kind: "choice", values: ["a", "b"] } }
]
const estimate = parzen(
  dimensions,
  [
    [float(0.2), 2, "a"],
    [float(0.25), 2, "a"]
  ],
  [1, 1]
)

describe("Parzen estimator", () => {
  it("is denser where the points are", () => {
    const at = estimate.logDensity([0.2, 0.375, 0.25])
    expect(at).toBeGreaterThan(estimate.logDensity([0.9, 0.375, 0.25]))
    expect(at).toBeGreaterThan(estimate.logDensity([0.2, 0.875, 0.25]))
    expect(at).toBeGreaterThan(estimate.logDensity([0.2, 0.375, 0.75]))
  })

  it("is a distribution: its density comes to 1 over the space", () => {
    let sum = 0
    for (let i = 0; i < 1000; i++)
      for (const n of [0.125, 0.375, 0.625, 0.875])
        for (const c of [0.25, 0.75]) sum += Math.exp(estimate.logDensity([(i + 0.5) / 1000, n, c])) / 1000
    expect(sum).toBeCloseTo(1, 3)
  })

  it("is drawn from within the space, mostly near the points", () => {
    const random = seededRandom(3)
    const drawn = Array.from({ length: 200 }, () => estimate.draw(random))
    for (const unit of drawn) for (const u of unit) expect(u >= 0 && u < 1).toBe(true)
    expect(drawn.filter(([x = 1]) => x < 0.5).length).toBeGreaterThan(120)
  })
})
