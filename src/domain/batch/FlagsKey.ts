import { byCodePoint } from "../text/PathOrder.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isList, isMap, toNumber } from "../Value.ts"

const keyOf = (value: Value): string => {
  const number = toNumber(value)
  // -0 equals 0.
  if (number !== undefined) return String(number === 0 ? 0 : number)
  if (isList(value)) return `[${value.map(keyOf).join(",")}]`
  return isMap(value) ? flagsKey(value) : JSON.stringify(value)
}

/** A text that two sets of flags share where they are equal, as `equals` of Value.ts has it (whole numbers up to 2^53). */
export const flagsKey = (flags: ValueMap): string =>
  `{${Object.entries(flags)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([name, value]) => `${JSON.stringify(name)}:${keyOf(value)}`)
    .join(",")}}`
