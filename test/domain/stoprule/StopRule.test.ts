import { describe, expect, it } from "@effect/vitest"
import * as fc from "fast-check"
import type { StepReport } from "../../../src/domain/stoprule/StopRule.ts"
import { seededRandom } from "../../../src/domain/flags/TrialsSample.ts"
import { defaultStopRule, stopRule, stopRuleNames } from "../../../src/domain/stoprule/StopRule.ts"

const at = (trial: number, step: number, value: number): StepReport => ({ trial, step, value })

const report = fc.record({
  trial: fc.nat(6),
  step: fc.integer({ min: 1, max: 81 }),
  value: fc.oneof(fc.double({ min: -9, max: 9, noNaN: true }), fc.constant(NaN))
})

describe("a stop rule", () => {
  it("of asha lets the best third go on from each rung", () => {
    const rule = stopRule(defaultStopRule("asha"))
    expect([5, 6, 4, 7].map((value, trial) => rule.report(at(trial, 1, value)))).toEqual([false, true, false, true])
    expect(rule.report(at(0, 2, 9))).toBe(false)
    expect(rule.report(at(0, 3, 5))).toBe(false)
    expect(rule.report(at(2, 3, 6))).toBe(true)
  })

  it("of the median stops a trial whose best is worse than what others had by then", () => {
    const rule = stopRule({ ...defaultStopRule("median"), minSteps: 2 })
    for (const step of [1, 2, 3]) expect(rule.report(at(0, step, 1))).toBe(false)
    expect(rule.report(at(1, 1, 2))).toBe(false)
    expect(rule.report(at(1, 2, 2))).toBe(true)
    expect([rule.report(at(2, 1, 3)), rule.report(at(2, 2, 0.5))]).toEqual([false, false])
  })

  it("of hyperband stops a trial of a later bracket at a later rung", () => {
    const rule = stopRule(defaultStopRule("hyperband"))
    for (const trial of [0, 1, 2]) expect(rule.report(at(trial, 1, 1))).toBe(false)
    expect([3, 4, 5].map((trial) => rule.report(at(trial, 1, 2)))).toEqual([true, false, false])
    expect(rule.report(at(1, 3, 1))).toBe(false)
    expect(rule.report(at(4, 3, 2))).toBe(true)
  })

  it.each(stopRuleNames)("of %s says the same of the same reports", (name) =>
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        const said = () => {
          const rule = stopRule(defaultStopRule(name))
          return reports.map(rule.report)
        }
        expect(said()).toEqual(said())
      })
    )
  )

  it.each(["asha", "hyperband"] as const)("of %s never stops the trial that leads", (name) =>
    fc.assert(
      fc.property(fc.array(report), (reports) => {
        const rule = stopRule(defaultStopRule(name))
        for (const each of reports) {
          const led = each.trial === 0
          const hopeless = rule.report(led ? { ...each, value: -10 } : each)
          if (led) expect(hopeless).toBe(false)
        }
      })
    )
  )

  it("of asha makes more than ten times the trials of a budget of epochs, and lets the best come to its end", () => {
    const epochs = 81
    const budget = 50 * epochs
    const random = seededRandom(1)
    const rule = stopRule(defaultStopRule("asha"))
    const lasts: Array<number> = []
    let best = Infinity
    for (let spent = 0, trial = 0; spent < budget; trial++) {
      const last = random()
      lasts.push(last)
      for (let epoch = 1; epoch <= epochs && spent < budget; epoch++) {
        spent++
        if (epoch === epochs) best = Math.min(best, last)
        if (rule.report(at(trial, epoch, last + 1 / epoch))) break
      }
    }
    expect(lasts.length).toBeGreaterThan(10 * 50)
    expect(best).toBe(Math.min(...lasts))
    expect(best).toBeLessThan(Math.min(...lasts.slice(0, 50)))
  })
})
