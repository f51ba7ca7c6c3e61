import type { FlagDef } from "./FlagDef.ts"
import { searchFlags } from "./Trials.ts"
import { encodeFlagValue } from "./FlagValue.ts"
import type { Value, ValueMap } from "../Value.ts"
import { float, getKey, isInt, isList, mapOf, toNumber } from "../Value.ts"

/** The range of a flag that has both bounds, as the search function that says it; its value is where the search begins. */
const rangeOf = ({ type, min, max, distribution }: FlagDef, value: Value): string | undefined => {
  const [low, high] = [toNumber(min ?? null), toNumber(max ?? null)]
  if (low === undefined || high === undefined) return undefined
  const whole = isInt(min ?? null) && isInt(max ?? null) && (type === "int" || (type !== "float" && isInt(value)))
  const name = distribution === undefined || distribution === "uniform" ? "" : distribution.replace(/^log[-_]u/, "logu")
  const start = toNumber(value)
  const numbers = [low, high, ...(start === undefined || start < low || start > high ? [] : [start])]
  return `${name}[${numbers.map((number) => encodeFlagValue(whole ? number : float(number))).join(":")}]`
}

/** Where a flag is searched by its definition, or `undefined` where that says nothing. */
const spaceOf = (def: FlagDef, value: Value): Value | undefined =>
  def.choices.length > 1 && !def.allowOther ? def.choices.map((choice) => choice.value) : rangeOf(def, value)

/**
 * Flags for an optimizer that was asked for and given nothing to search: each flag that the user left alone, and whose definition
 * has a `min` and a `max` (with its `distribution`, uniform or log-uniform) or closed `choices`, is searched there. Where any flag
 * has a range or a list already, all stay as they are.
 */
export const implicitSearch = (defs: ReadonlyArray<FlagDef>, given: ValueMap, flags: ValueMap): ValueMap => {
  if (searchFlags(flags).length > 0 || Object.values(flags).some((value) => isList(value))) return flags
  const spaces = defs.flatMap((def) => {
    const isGiven =
      getKey(given, def.name) !== undefined || (def.alias !== undefined && getKey(given, def.alias) !== undefined)
    const space = isGiven ? undefined : spaceOf(def, getKey(flags, def.name) ?? null)
    return space === undefined ? [] : [[def.name, space] as const]
  })
  return mapOf([...Object.entries(flags), ...spaces])
}
