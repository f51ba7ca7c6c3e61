import type { StopRuleName, StopRuleSettings } from "./StopRule.ts"
import { defaultStopRule } from "./StopRule.ts"

/** What can be said of a rule: by its name the setting, and the whole numbers that it may have. */
const flags = {
  "min-steps": { setting: "minSteps", min: 1, max: 1_000_000_000 },
  eta: { setting: "eta", min: 2, max: 1000 },
  brackets: { setting: "brackets", min: 1, max: 100 }
} as const

type FlagName = keyof typeof flags

const names: ReadonlyArray<FlagName> = ["min-steps", "eta", "brackets"]

const split = (assign: string): readonly [name: string, value: string | undefined] => {
  const at = assign.indexOf("=")
  return at < 0 ? [assign, undefined] : [assign.slice(0, at), assign.slice(at + 1)]
}

/** What is wrong with a `NAME=VALUE` for a stop rule, in one line; `undefined` where nothing is. */
export const stopRuleFlagProblem = (assign: string): string | undefined => {
  const [name, value] = split(assign)
  if (value === undefined) return `${assign} is not of the form NAME=VALUE`
  const known = names.find((each) => each === name)
  if (known === undefined) return `stop rules have no flag ${name} (choose from ${names.join(", ")})`
  const { min, max } = flags[known]
  return /^\d{1,10}$/.test(value) && Number(value) >= min && Number(value) <= max
    ? undefined
    : `${name} must be a whole number from ${min} to ${max}, not ${value}`
}

/** The settings of a rule with each `NAME=VALUE`, the last of a name counting. Those that have a problem are passed over. */
export const stopRuleSettings = (rule: StopRuleName, assigns: ReadonlyArray<string>): StopRuleSettings =>
  assigns.reduce<StopRuleSettings>((settings, assign) => {
    const [name, value] = split(assign)
    const known = names.find((each) => each === name)
    if (known === undefined || stopRuleFlagProblem(assign) !== undefined) return settings
    return { ...settings, [flags[known].setting]: Number(value) }
  }, defaultStopRule(rule))
