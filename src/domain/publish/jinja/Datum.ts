import { pyRepr } from "../../text/PyRepr.ts"
import { byCodePoint } from "../../text/PathOrder.ts"
import type { Value } from "../../Value.ts"
import { Float, isFloat, isList, isMap } from "../../Value.ts"
import { fault } from "./TemplateFault.ts"

/** What a name without a value stands for: empty text, an empty list, false; `hint` says why there is nothing. */
export class Missing {
  readonly hint: string
  constructor(hint: string) {
    this.hint = hint
  }
}

/** Text that is HTML already and is not escaped again. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** `namespace()`: the one thing whose attributes a template can set. */
export class Namespace {
  readonly values: Map<string, Datum>
  constructor(values: Map<string, Datum>) {
    this.values = values
  }
}

/** Arguments of a call, a filter or a test. */
export interface Call {
  readonly args: ReadonlyArray<Datum>
  readonly kwargs: ReadonlyMap<string, Datum>
}

/** A macro, a method or a global function, with the attributes that some have (`loop.index`). */
export class Func {
  readonly name: string
  readonly call: (call: Call) => Datum
  readonly attrs: Map<string, Datum>
  constructor(name: string, call: (call: Call) => Datum, attrs: Map<string, Datum> = new Map()) {
    this.name = name
    this.call = call
    this.attrs = attrs
  }
}

/** A list that is written in parentheses and equals no list in brackets. */
export class Tuple extends Array<Datum> {
  /** What is made from a tuple's items, `map` and `filter` for example, is a list. */
  static override get [Symbol.species]() {
    return Array
  }
}

/** A pair of what a group has in common and its items, which have these names besides their places. */
export class Group extends Tuple {}

export const tuple = (items: Iterable<Datum>): Array<Datum> => Tuple.from(items)

/** A mapping, by keys as Python has them. Never a JavaScript object: no template reaches a prototype. */
export type Dict = Map<Datum, Datum>

/** Everything that an expression of a template can be. `number` and `bigint` are integers, `Float` is a float. */
export type Datum =
  null | boolean | number | bigint | Float | string | Array<Datum> | Dict | Missing | Markup | Namespace | Func

/** Plain data for a template: a fresh copy, so that no template changes what another one sees. */
export const fromValue = (value: Value): Datum =>
  isList(value)
    ? value.map(fromValue)
    : isMap(value)
      ? new Map(Object.entries(value).map(([key, item]) => [key, fromValue(item)]))
      : value

/** A list of the kind of another: a tuple for a tuple. */
export const like = (model: Datum, items: Array<Datum>): Array<Datum> => (model instanceof Tuple ? tuple(items) : items)

export const isText = (value: Datum): value is string | Markup => typeof value === "string" || value instanceof Markup

/** Python's number behind a value, booleans included. */
export const numberOf = (value: Datum): number | undefined =>
  typeof value === "number"
    ? value
    : typeof value === "boolean" || typeof value === "bigint"
      ? Number(value)
      : value instanceof Float
        ? value.value
        : undefined

/** A change of a text; what is HTML stays HTML. */
export const likeText = (value: Datum, change: (text: string) => string): string | Markup =>
  value instanceof Markup ? new Markup(change(value.text)) : change(textOf(value))

export const truthy = (value: Datum): boolean => {
  if (value === null || value instanceof Missing) return false
  if (value instanceof Markup) return value.text !== ""
  if (typeof value === "string" || Array.isArray(value)) return value.length > 0
  if (value instanceof Map) return value.size > 0
  const number = numberOf(value)
  return number === undefined || number !== 0
}

/** A value as Python's `repr` shows it. */
export const repr = (value: Datum): string => {
  if (value instanceof Missing) return "Undefined"
  if (value instanceof Markup) return `Markup(${pyRepr(value.text)})`
  if (value instanceof Func) return `<function ${value.name}>`
  if (value instanceof Namespace) return "<Namespace>"
  if (value instanceof Map) return `{${[...value].map(([key, item]) => `${repr(key)}: ${repr(item)}`).join(", ")}}`
  if (!Array.isArray(value)) return pyRepr(value)
  const items = value.map(repr).join(", ")
  return value instanceof Tuple ? `(${items}${value.length === 1 ? "," : ""})` : `[${items}]`
}

/** A value as Python's `str` shows it, which is what `{{ }}` prints. */
export const textOf = (value: Datum): string =>
  value instanceof Missing ? "" : typeof value === "string" ? value : value instanceof Markup ? value.text : repr(value)

export const typeName = (value: Datum): string =>
  value === null
    ? "NoneType"
    : typeof value === "boolean"
      ? "bool"
      : isText(value)
        ? "str"
        : value instanceof Map
          ? "dict"
          : Array.isArray(value)
            ? value instanceof Tuple
              ? "tuple"
              : "list"
            : isFloatDatum(value)
              ? "float"
              : value instanceof Missing
                ? "Undefined"
                : value instanceof Func
                  ? "function"
                  : value instanceof Namespace
                    ? "Namespace"
                    : "int"

const isFloatDatum = (value: Datum): value is Float => value instanceof Float && isFloat(value)

export const same = (a: Datum, b: Datum): boolean => {
  if (a instanceof Missing || b instanceof Missing) return a instanceof Missing && b instanceof Missing
  if (isText(a) && isText(b)) return textOf(a) === textOf(b)
  const x = numberOf(a)
  if (x !== undefined) return x === numberOf(b)
  if (Array.isArray(a))
    return (
      Array.isArray(b) &&
      a instanceof Tuple === b instanceof Tuple &&
      a.length === b.length &&
      a.every((item, i) => same(item, b[i] ?? null))
    )
  if (a instanceof Map)
    return (
      b instanceof Map &&
      a.size === b.size &&
      [...a].every(([key, item]) => b.has(key) && same(item, b.get(key) ?? null))
    )
  return a === b
}

/** Below zero, zero or above it, as Python orders two values of a kind; other pairs have no order. */
export const order = (a: Datum, b: Datum): number => {
  const x = numberOf(a)
  const y = numberOf(b)
  if (x !== undefined && y !== undefined) return x - y
  if (isText(a) && isText(b)) return byCodePoint(textOf(a), textOf(b))
  if (Array.isArray(a) && Array.isArray(b)) {
    for (const [i, item] of a.entries()) {
      const other = b[i]
      if (other === undefined) return 1
      const ordered = order(item, other)
      if (ordered !== 0) return ordered
    }
    return a.length - b.length
  }
  return fault(`'${typeName(a)}' and '${typeName(b)}' have no order`)
}

/** The items of what a loop goes over: a list's, a mapping's keys, a text's characters. */
export const itemsOf = (value: Datum): Array<Datum> => {
  if (Array.isArray(value)) return value
  if (value instanceof Map) return [...value.keys()]
  if (value instanceof Missing) return []
  if (isText(value)) return Array.from(textOf(value))
  return fault(`'${typeName(value)}' object is not iterable`)
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
  ['"', "&#34;"],
  ["'", "&#39;"]
])

/** A value as text in HTML. */
export const escaped = (value: Datum): string =>
  value instanceof Markup ? value.text : textOf(value).replace(/[&<>"']/g, (char) => ESCAPES.get(char) ?? char)
