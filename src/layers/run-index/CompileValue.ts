import type { Comparison } from "../../domain/filter/FilterExpr.ts"
import { foldedText } from "../../domain/filter/FilterExprMatch.ts"
import type { Value } from "../../domain/Value.ts"
import { isList, isMap, toNumber } from "../../domain/Value.ts"
import type { Condition } from "./Condition.ts"
import { ALWAYS, join, NEVER, not } from "./Condition.ts"

/** Conditions on a row `v` with the columns of ValueCells; undefined where SQL cannot say what the expression means. */
export type MaybeCondition = Condition | undefined

const of = (sql: string, ...params: Condition["params"]): Condition => ({ sql: `(${sql}) IS TRUE`, params })

/** All parts joined, or nothing where one has no SQL. */
export const joinAll = (word: "AND" | "OR", parts: ReadonlyArray<MaybeCondition>): MaybeCondition => {
  const found = parts.filter((part) => part !== undefined)
  if (found.length < parts.length) return undefined
  return found.length === 0 ? (word === "AND" ? ALWAYS : NEVER) : join(word, found)
}

/** Equality as the domain has it. */
export const equalTo = (value: Value): MaybeCondition => {
  if (value === null) return of("v.kind = 'null'")
  if (typeof value === "boolean") return of("v.kind = 'bool' AND v.num = ?", Number(value))
  if (typeof value === "string") return of("v.kind = 'text' AND v.text = ?", value)
  const number = toNumber(value)
  if (number === undefined) return undefined
  if (Number.isNaN(number)) return of("v.kind = 'number' AND v.num IS NULL")
  return typeof value === "bigint"
    ? of("v.kind = 'number' AND v.num = ? AND (v.text IS NULL OR v.text = ?)", number, String(value))
    : of("v.kind = 'number' AND v.num = ?", number)
}

/** Numbers by value; texts by code point, which is the order of their bytes in UTF-8. */
export const comparedTo = (op: Comparison, value: Value): MaybeCondition => {
  if (op === "=") return equalTo(value)
  if (op === "!=") {
    const equal = equalTo(value)
    return equal === undefined ? undefined : not(equal)
  }
  if (typeof value === "string") return of(`v.kind = 'text' AND v.text ${op} ?`, value)
  const number = toNumber(value)
  return number === undefined || Number.isNaN(number) ? NEVER : of(`v.kind = 'number' AND v.num ${op} ?`, number)
}

/** A number as text in the JSON of the index; where two texts mean one number, or two numbers one, there is no SQL. */
const jsonNumber = (number: number): MaybeCondition =>
  Math.abs(number) > Number.MAX_SAFE_INTEGER
    ? undefined
    : of(
        "item.type = 'integer' AND item.value = ? OR item.type = 'object' AND (item.value ->> '$.f') IN (?, ?)",
        Number.isInteger(number) ? number : null,
        String(number),
        number === 0 ? "-0" : String(number)
      )

const itemEqualTo = (value: Value): MaybeCondition => {
  if (value === null) return of("item.type = 'null'")
  if (typeof value === "boolean") return of("item.type = ?", String(value))
  if (typeof value === "string") return of("item.type = 'text' AND item.value = ?", value)
  const number = toNumber(value)
  if (number === undefined) return undefined
  return Number.isNaN(number)
    ? of("item.type = 'object' AND (item.value ->> '$.f') = 'NaN'")
    : typeof value === "bigint"
      ? undefined
      : jsonNumber(number)
}

const hasItem = (value: Value): MaybeCondition => {
  const equal = itemEqualTo(value)
  return equal === undefined
    ? undefined
    : {
        sql: `EXISTS (SELECT 1 FROM json_each(CASE v.kind WHEN 'list' THEN v.value ELSE '[]' END) AS item WHERE ${equal.sql})`,
        params: equal.params
      }
}

/** A list has all of some values; a text has all of them in it, in any case. */
export const containing = (value: Value): MaybeCondition => {
  const parts = isList(value) ? value : [value]
  if (parts.some(isMap)) return undefined
  const asList = joinAll("AND", parts.map(hasItem))
  const asText = joinAll(
    "AND",
    parts.map((part) => of("instr(v.folded, ?) > 0", foldedText(part)))
  )
  return joinAll("OR", [
    joinAll("AND", [of("v.kind = 'list'"), asList]),
    joinAll("AND", [of("v.kind <> 'list'"), asText])
  ])
}
