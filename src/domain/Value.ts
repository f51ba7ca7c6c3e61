import { Data } from "effect"

/**
 * A floating point number. Integers are plain `number` (or `bigint` beyond 2^53), so that `1` and `1.0`, which mean
 * different things to a script, stay different here.
 */
export class Float extends Data.Class<{ readonly value: number }> {
  override toString(): string {
    return String(this.value)
  }
}

/** Whatever YAML can say without tags: a flag value, an attribute, a piece of a Guild file. */
export type Value = null | boolean | number | bigint | Float | string | ReadonlyArray<Value> | ValueMap

/** Values by name. */
export interface ValueMap {
  readonly [key: string]: Value
}

/** A number that stays a floating point one, be it whole. */
export const float = (value: number): Float => new Float({ value })

export const isFloat = (value: Value): value is Float => value instanceof Float

export const isList = (value: Value): value is ReadonlyArray<Value> => Array.isArray(value)

export const isMap = (value: Value): value is ValueMap =>
  typeof value === "object" && value !== null && !isFloat(value) && !Array.isArray(value)

export const isInt = (value: Value): value is number | bigint => typeof value === "number" || typeof value === "bigint"

export const isNumber = (value: Value): value is number | bigint | Float => isInt(value) || isFloat(value)

/** The number a value stands for, or `undefined` where it is none. A boolean is none. */
export const toNumber = (value: Value): number | undefined =>
  isFloat(value) ? value.value : isInt(value) ? Number(value) : undefined

/** A map from entries; `__proto__` and friends become ordinary own keys. */
export const mapOf = (entries: Iterable<readonly [string, Value]>): ValueMap => Object.fromEntries(entries)

/** The value of an own key, or `undefined`. */
export const getKey = (map: ValueMap, key: string): Value | undefined =>
  Object.hasOwn(map, key) ? map[key] : undefined

/** Equality as Python has it: `1 == 1.0`, lists and maps by content, NaN equal to itself. */
export const equals = (a: Value, b: Value): boolean => {
  const x = toNumber(a)
  const y = toNumber(b)
  if (x !== undefined && y !== undefined) {
    if (typeof a === "bigint" && typeof b === "bigint") return a === b
    return Object.is(x, y) || x === y
  }
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, i) => equals(item, b[i] ?? null))
  if (isMap(a) && isMap(b)) {
    const keys = Object.keys(a)
    return (
      keys.length === Object.keys(b).length &&
      keys.every((key) => Object.hasOwn(b, key) && equals(getKey(a, key) ?? null, getKey(b, key) ?? null))
    )
  }
  return a === b
}

/** Plain JSON data: floats become numbers, non-finite numbers become null. */
export const toJson = (value: Value): unknown =>
  isFloat(value)
    ? Number.isFinite(value.value)
      ? value.value
      : null
    : typeof value === "bigint"
      ? Number(value)
      : isList(value)
        ? value.map(toJson)
        : isMap(value)
          ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toJson(item)]))
          : value
