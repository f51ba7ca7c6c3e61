import type { Value } from "../Value.ts"
import { float, isFloat, isList, isMap, mapOf } from "../Value.ts"

/**
 * A value as JSON data that keeps 1 and 1.0 apart: null, booleans, strings and integers up to 2^53 stand for themselves;
 * `{"f": TEXT}` is a float, `{"i": TEXT}` a larger integer, `{"l": [...]}` a list, `{"m": [[KEY, VALUE], ...]}` a map.
 */
export const toValueJson = (value: Value): unknown => {
  // A negative zero is none in JavaScript's text.
  if (isFloat(value)) return { f: Object.is(value.value, -0) ? "-0" : String(value.value) }
  if (typeof value === "bigint") return { i: String(value) }
  if (isList(value)) return { l: value.map(toValueJson) }
  if (isMap(value)) return { m: Object.entries(value).map(([key, item]) => [key, toValueJson(item)]) }
  return value
}

const FLOATS: Readonly<Record<string, number>> = {
  inf: Infinity,
  "-inf": -Infinity,
  nan: NaN,
  Infinity: Infinity,
  "-Infinity": -Infinity,
  NaN: NaN
}

const readFloat = (text: string): Value | undefined => {
  const special = Object.hasOwn(FLOATS, text) ? FLOATS[text] : undefined
  if (special !== undefined) return float(special)
  return /^-?[0-9.]+(?:e[-+]?[0-9]+)?$/.test(text) && Number.isFinite(Number(text)) ? float(Number(text)) : undefined
}

/** Every item read by `read`, or `undefined` where one of them cannot be. */
const readAll = <A>(items: unknown, read: (item: unknown) => A | undefined): ReadonlyArray<A> | undefined => {
  if (!Array.isArray(items)) return undefined
  const out: Array<A> = []
  for (const item of items) {
    const value = read(item)
    if (value === undefined) return undefined
    out.push(value)
  }
  return out
}

const readPair = (data: unknown): readonly [string, Value] | undefined => {
  if (!Array.isArray(data) || typeof data[0] !== "string" || data.length !== 2) return undefined
  const value = fromValueJson(data[1])
  return value === undefined ? undefined : [data[0], value]
}

/** The entries of a map, as `toValueJson` writes them under `m`; `undefined` where the data is not of that form. */
export const pairsFromJson = (data: unknown): ReadonlyArray<readonly [string, Value]> | undefined =>
  readAll(data, readPair)

/** The value that such data stands for; `undefined` where it is not of that form. */
export const fromValueJson = (data: unknown): Value | undefined => {
  if (data === null || typeof data === "boolean" || typeof data === "string") return data
  if (typeof data === "number") return Number.isSafeInteger(data) ? data : undefined
  if (typeof data !== "object") return undefined
  if ("f" in data) return typeof data.f === "string" ? readFloat(data.f) : undefined
  if ("i" in data) return typeof data.i === "string" && /^-?[0-9]+$/.test(data.i) ? BigInt(data.i) : undefined
  if ("l" in data) return readAll(data.l, fromValueJson)
  if ("m" in data) {
    const entries = pairsFromJson(data.m)
    return entries === undefined ? undefined : mapOf(entries)
  }
  return undefined
}

/** What JSON that another process wrote holds; `undefined` where it is none. */
export const jsonOrNone = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
