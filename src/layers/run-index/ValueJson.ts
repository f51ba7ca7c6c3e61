import type { Value } from "../../domain/Value.ts"
import { float, isFloat, isList, isMap, mapOf } from "../../domain/Value.ts"

/**
 * A value as plain JSON from which it can be made again: floats are `{"f": "0.1"}`, integers beyond 2^53 `{"i": "..."}`, maps
 * `{"m": [[key, value], ...]}`; all else is itself.
 */
export const toPlain = (value: Value): unknown => {
  if (isFloat(value)) return { f: Object.is(value.value, -0) ? "-0" : String(value.value) }
  if (typeof value === "bigint") return { i: String(value) }
  if (isList(value)) return value.map(toPlain)
  if (isMap(value)) return { m: Object.entries(value).map(([key, item]) => [key, toPlain(item)]) }
  return value
}

const entry = (pair: unknown): readonly [string, Value] =>
  Array.isArray(pair) ? [String(pair[0]), fromPlain(pair[1])] : ["", null]

/** The value that `toPlain` made plain; what it never made is null. */
export const fromPlain = (plain: unknown): Value => {
  if (typeof plain === "string" || typeof plain === "boolean" || typeof plain === "number") return plain
  if (Array.isArray(plain)) return plain.map(fromPlain)
  if (typeof plain !== "object" || plain === null) return null
  if ("f" in plain) return float(Number(plain.f))
  if ("i" in plain && typeof plain.i === "string") return BigInt(plain.i)
  return "m" in plain && Array.isArray(plain.m) ? mapOf(plain.m.map(entry)) : null
}
