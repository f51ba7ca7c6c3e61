import { describe, expect, it } from "vitest"
import type { Dimension } from "../../../src/domain/optimizer/Dimension.ts"
import type { OptimizerName } from "../../../src/domain/optimizer/OptimizerName.ts"
import { optimizer } from "../../../src/domain/optimizer/Optimizers.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"
import { float, toNumber } from "../../../src/domain/Value.ts"
import type { Make } from "../../suites/OptimizerSuite.ts"
import { play, suite } from "../../suites/OptimizerSuite.ts"

const make =
  (name: OptimizerName, flags: ValueMap = {}): Make =>
  (dimensions, snapshot) =>
    optimizer(name, dimensions, flags, snapshot)

suite("random", make("random"))
suite("gp", make("gp", { "random-starts": 2 }))
suite("gp with EIps and a known noise", make("gp", { "acq-func": "EIps", noise: float(0.1) }))
suite("forest", make("forest"))
suite("gbrt", make("gbrt"))
suite("tpe", make("tpe", { "random-starts": 3 }))
suite("cma-es", make("cma-es", { population: 3 }))
suite("sobol", make("sobol"))

const line: ReadonlyArray<Dimension> = [
  { name: "x", space: { kind: "uniform", low: -2, high: 2, integer: false, initial: undefined } }
]
const bowl = (x: number): number => (x - 0.7) ** 2

describe("models", () => {
  it.each(["gp", "forest", "gbrt"] as const)("%s comes nearer to the lowest place than chance does", (name) => {
    const bestOf = (flags: ValueMap, who: OptimizerName) => {
      const bests = [1, 2, 3].map((seed) => {
        const [end] = play(make(who, flags)(line, { seed, reports: [] }), 15, ([x]) => bowl(toNumber(x ?? null) ?? 0))
        return Math.min(...end.snapshot.reports.map(({ objective }) => objective ?? Infinity))
      })
      return bests.reduce((sum, best) => sum + best, 0) / bests.length
    }
    const best = bestOf({ xi: float(0.001) }, name)
    expect(best).toBeLessThan(name === "gp" ? 1e-3 : 0.05)
    expect(best).toBeLessThan(bestOf({}, "random"))
  })

  it.each(["LCB", "EI", "PI", "gp_hedge", "EIps", "PIps"])("gp chooses with %s", (acqFunc) => {
    const start = make("gp", { "acq-func": acqFunc })(line, { seed: 4, reports: [] })
    const [, suggestions] = play(start, 5, ([x]) => bowl(toNumber(x ?? null) ?? 0))
    expect(suggestions.map(({ modelled }) => modelled)).toEqual([false, false, false, true, true])
    expect(suggestions[4]?.rivals.length).toBe(acqFunc === "gp_hedge" ? 3 : 0)
  })

  it.each(["gp", "forest", "gbrt"] as const)("%s keeps away from where trials fail", (name) => {
    const start = make(name, { xi: float(0.001) })(line, { seed: 2, reports: [] })
    const [, suggestions] = play(start, 15, ([x]) => {
      const at = toNumber(x ?? null) ?? 0
      return at > 0.5 ? undefined : -at
    })
    const failed = suggestions.slice(5).filter(({ point: [x] }) => (toNumber(x ?? null) ?? 0) > 0.5)
    expect(failed.length).toBeLessThan(6)
  })

  it("start at random where no trial says anything", () => {
    const [, suggestions] = play(make("gp")(line, { seed: 4, reports: [] }), 5, () => Number.NaN)
    expect(suggestions.some(({ modelled }) => modelled)).toBe(false)
  })
})
