import { Float } from "../../Value.ts"
import { arg } from "./Arguments.ts"
import { Func, isText, Markup, Missing, numberOf, same, textOf } from "./Datum.ts"
import type { Test } from "./Frame.ts"
import { compare, contains } from "./Operators.ts"
import { fault } from "./TemplateFault.ts"

const isInt: Test = (value) => typeof value === "number" || typeof value === "bigint"
const compared =
  (op: string): Test =>
  (value, call) =>
    compare(op, value, arg(call, 0, "other") ?? null)

/** The tests behind `is`. */
export const TESTS: ReadonlyMap<string, Test> = new Map<string, Test>([
  ["defined", (value) => !(value instanceof Missing)],
  ["undefined", (value) => value instanceof Missing],
  ["none", (value) => value === null],
  ["boolean", (value) => typeof value === "boolean"],
  ["true", (value) => value === true],
  ["false", (value) => value === false],
  ["integer", isInt],
  ["float", (value) => value instanceof Float],
  ["number", (value) => numberOf(value) !== undefined],
  ["string", (value) => isText(value)],
  ["mapping", (value) => value instanceof Map],
  ["sequence", (value) => Array.isArray(value) || value instanceof Map || isText(value)],
  ["iterable", (value) => Array.isArray(value) || value instanceof Map || isText(value) || value instanceof Missing],
  ["callable", (value) => value instanceof Func],
  ["escaped", (value) => value instanceof Markup],
  ["odd", (value) => Math.abs((numberOf(value) ?? fault("'odd' needs a number")) % 2) === 1],
  ["even", (value) => (numberOf(value) ?? fault("'even' needs a number")) % 2 === 0],
  ["divisibleby", (value, call) => (numberOf(value) ?? 0) % (numberOf(arg(call, 0, "num") ?? 1) ?? 1) === 0],
  ["lower", (value) => /\p{L}/u.test(textOf(value)) && textOf(value) === textOf(value).toLowerCase()],
  ["upper", (value) => /\p{L}/u.test(textOf(value)) && textOf(value) === textOf(value).toUpperCase()],
  [
    "sameas",
    (value, call) =>
      value === arg(call, 0, "other") || (numberOf(value) !== undefined && same(value, arg(call, 0, "other") ?? null))
  ],
  ["in", (value, call) => contains(arg(call, 0, "seq") ?? [], value)],
  ["filter", (value, _, context) => context.filters.has(textOf(value))],
  ["test", (value, _, context) => context.tests.has(textOf(value))],
  ...(
    [
      ["==", "==", "eq", "equalto"],
      ["!=", "!=", "ne"],
      ["<", "<", "lt", "lessthan"],
      ["<=", "<=", "le"],
      [">", ">", "gt", "greaterthan"],
      [">=", ">=", "ge"]
    ] as const
  ).flatMap(([op, ...names]) => names.map((name) => [name, compared(op)] as const))
])
