import { byCodePoint } from "../text/PathOrder.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isList, isMap, toNumber } from "../Value.ts"

const keyOf = (value: Value): string => {
  if (typeof value === "bigint") return String(value)
  const number = toNumber(value)
  // Whole numbers have all their digits, as bigints do; with these -0 is 0.
  if (number !== undefined) return Number.isInteger(number) ? String(BigInt(number)) : String(number)
  if (isList(value)) return `[${value.map(keyOf).join(",")}]`
  return isMap(value) ? flagsKey(value) : JSON.stringify(value)
}

/** A text that two sets of flags share where they are equal, as `equals` of Value.ts has it. */
export const flagsKey = (flags: ValueMap): string =>
  `{${Object.entries(flags)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([name, value]) => `${JSON.stringify(name)}:${keyOf(value)}`)
    .join(",")}}`
