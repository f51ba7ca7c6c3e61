import { foldedText } from "../../domain/filter/FilterExprMatch.ts"
import type { Value } from "../../domain/Value.ts"
import { isList, isMap, isNumber, toJson, toNumber } from "../../domain/Value.ts"
import { toPlain } from "./ValueJson.ts"

/** Columns that hold a value: as JSON, and in the ways in which filters compare it. */
export const VALUE_CELLS = "value TEXT NOT NULL, kind TEXT NOT NULL, num REAL, text TEXT, folded TEXT"

export const VALUE_COLUMNS = ["value", "kind", "num", "text", "folded"] as const

/** How filters tell values apart: nothing of one kind equals anything of another. */
export type ValueKind = "null" | "bool" | "number" | "text" | "list" | "map"

export const kindOf = (value: Value): ValueKind => {
  if (value === null) return "null"
  if (typeof value === "boolean") return "bool"
  if (typeof value === "string") return "text"
  return isNumber(value) ? "number" : isList(value) ? "list" : isMap(value) ? "map" : "null"
}

const textOf = (value: Value): string | null => {
  if (typeof value === "string") return value
  if (typeof value === "bigint") return String(value)
  return isList(value) || isMap(value) ? JSON.stringify(toJson(value)) : null
}

/**
 * The cells of a value, in the order of `VALUE_COLUMNS`. `num` is a number (NaN is null) or 1 or 0 for a boolean; `text` is a
 * text, the digits of an integer beyond 2^53, or a list or map as other programs read JSON; `folded` is what `contains` looks
 * into.
 */
export const valueCells = (value: Value): ReadonlyArray<string | number | null> => {
  const number = toNumber(value)
  return [
    JSON.stringify(toPlain(value)),
    kindOf(value),
    typeof value === "boolean" ? Number(value) : number === undefined || Number.isNaN(number) ? null : number,
    textOf(value),
    isList(value) ? null : foldedText(value)
  ]
}
