import { describe, expect, it } from "@effect/vitest"
import { defaultStopRule } from "../../../src/domain/stoprule/StopRule.ts"
import { stopRuleFlagProblem, stopRuleSettings } from "../../../src/domain/stoprule/StopRuleFlags.ts"

describe("the flags of a stop rule", () => {
  it("set what they name, the last of a name", () => {
    expect(stopRuleSettings("asha", [])).toEqual(defaultStopRule("asha"))
    expect(stopRuleSettings("hyperband", ["min-steps=4", "eta=2", "brackets=2", "eta=5"])).toEqual({
      rule: "hyperband",
      minSteps: 4,
      eta: 5,
      brackets: 2
    })
  })

  it.each([
    ["eta", "eta is not of the form NAME=VALUE"],
    ["rungs=3", "stop rules have no flag rungs (choose from min-steps, eta, brackets)"],
    ["__proto__=3", "stop rules have no flag __proto__ (choose from min-steps, eta, brackets)"],
    ["eta=1", "eta must be a whole number from 2 to 1000, not 1"],
    ["min-steps=1.5", "min-steps must be a whole number from 1 to 1000000000, not 1.5"],
    ["brackets=", "brackets must be a whole number from 1 to 100, not "],
    ["brackets=999999", "brackets must be a whole number from 1 to 100, not 999999"]
  ])("are refused as %s", (assign, problem) => {
    expect(stopRuleFlagProblem(assign)).toBe(problem)
    expect(stopRuleSettings("asha", [assign])).toEqual(defaultStopRule("asha"))
  })

  it.each(["eta=2", "min-steps=1", "brackets=100"])("may be %s", (assign) =>
    expect(stopRuleFlagProblem(assign)).toBe(undefined)
  )
})
