import type { Comparison, FilterExpr, FilterRef } from "./FilterExpr.ts"
import type { Value } from "../Value.ts"
import { dumpYamlFlow } from "../yaml/Yaml.ts"
import { byCodePoint } from "../text/PathOrder.ts"
import { equals, isList, isMap, toNumber } from "../Value.ts"

/** What the names of a filter expression stand for in one run. */
export interface FilterSubject {
  readonly attr: (name: string) => Value | undefined
  readonly flag: (name: string) => Value | undefined
  /** The last value of a scalar. */
  readonly scalar: (name: string) => Value | undefined
}

/** A name that is there with the value null is found there. */
const lookUp = ({ kind, name }: FilterRef, subject: FilterSubject): Value | undefined => {
  if (kind !== "any") return subject[kind](name)
  const places = [subject.attr, subject.flag, subject.scalar]
  return places.find((place) => place(name) !== undefined)?.(name)
}

/** Numbers by value and texts by code point; nothing is less than what is of another kind, and nothing than NaN. */
const ordered = (a: Value, b: Value, holds: (order: number) => boolean): boolean => {
  const x = toNumber(a)
  const y = toNumber(b)
  if (x !== undefined && y !== undefined) return holds(x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN)
  return typeof a === "string" && typeof b === "string" && holds(byCodePoint(a, b))
}

const compares = (a: Value, op: Comparison, b: Value): boolean => {
  switch (op) {
    case "=":
      return equals(a, b)
    case "!=":
      return !equals(a, b)
    case "<":
      return ordered(a, b, (order) => order < 0)
    case "<=":
      return ordered(a, b, (order) => order <= 0)
    case ">":
      return ordered(a, b, (order) => order > 0)
    case ">=":
      return ordered(a, b, (order) => order >= 0)
  }
}

/** What `contains` looks into, and looks for: a value as text, without case. */
export const foldedText = (value: Value): string =>
  (isMap(value) || isList(value) ? dumpYamlFlow(value) : String(value)).toLowerCase()

/** A list contains a value, or all values of another list; a text contains another, in any case. */
const contains = (whole: Value, part: Value): boolean => {
  if (isList(whole)) return (isList(part) ? part : [part]).every((item) => whole.some((each) => equals(each, item)))
  if (isList(part)) return part.every((item) => contains(whole, item))
  return foldedText(whole).includes(foldedText(part))
}

/** Whether a filter expression holds for a run. What a run does not have is `undefined`, and nothing else is true of it. */
export const matchesFilter = (expr: FilterExpr, subject: FilterSubject): boolean => {
  switch (expr.kind) {
    case "and":
      return matchesFilter(expr.left, subject) && matchesFilter(expr.right, subject)
    case "or":
      return matchesFilter(expr.left, subject) || matchesFilter(expr.right, subject)
    case "not":
      return !matchesFilter(expr.expr, subject)
    case "undefined":
      return lookUp(expr.ref, subject) === undefined
    default: {
      const value = lookUp(expr.ref, subject)
      if (value === undefined) return false
      if (expr.kind === "compare") return compares(value, expr.op, expr.value)
      return expr.kind === "in" ? expr.values.some((each) => equals(each, value)) : contains(value, expr.value)
    }
  }
}
