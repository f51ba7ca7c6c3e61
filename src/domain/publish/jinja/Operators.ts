import { Float } from "../../Value.ts"
import type { Datum } from "./Datum.ts"
import {
  escaped,
  Func,
  Group,
  isText,
  itemsOf,
  like,
  likeText,
  Markup,
  Missing,
  Namespace,
  numberOf,
  order,
  repr,
  same,
  textOf,
  typeName
} from "./Datum.ts"
import { percentFormat } from "./Format.ts"
import { methodOf, repeated } from "./Methods.ts"
import { arithmetic } from "./Numbers.ts"
import { safely } from "./SafeText.ts"
import { fault } from "./TemplateFault.ts"

const joined = (a: Datum, b: Datum): Datum =>
  a instanceof Markup || b instanceof Markup ? new Markup(escaped(a) + escaped(b)) : textOf(a) + textOf(b)

const unsupported = (op: string, a: Datum, b: Datum): never =>
  fault(`unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`)

const MAX_ITEMS = 100_000

/** A text or a list so many times; `undefined` for anything else. */
const times = (whole: Datum, by: Datum): Datum | undefined => {
  const count = by instanceof Float ? undefined : numberOf(by)
  if (count === undefined) return undefined
  if (isText(whole)) return likeText(whole, (text) => repeated(text, count))
  if (!Array.isArray(whole)) return undefined
  if (whole.length * count > MAX_ITEMS) return fault("the list would be too long")
  return like(whole, Array.from({ length: Math.max(0, count) }, () => whole).flat())
}

const requireDefined = (value: Datum): void => {
  if (value instanceof Missing) fault(value.hint)
}

/** `a op b` for `+ - * / // % ** ~`, as Python does it. */
export const binary = (op: string, a: Datum, b: Datum): Datum => {
  if (op === "~") return joined(a, b)
  requireDefined(a)
  requireDefined(b)
  const number = arithmetic(op, a, b)
  if (number !== undefined) return number
  if (op === "%" && isText(a)) return likeText(a, (text) => percentFormat(text, a instanceof Markup ? safely(b) : b))
  if (op === "+" && isText(a) && isText(b)) return joined(a, b)
  if (op === "+" && Array.isArray(a) && Array.isArray(b) && typeName(a) === typeName(b)) return like(a, [...a, ...b])
  if (op === "*") return times(a, b) ?? times(b, a) ?? unsupported(op, a, b)
  return unsupported(op, a, b)
}

export const contains = (whole: Datum, part: Datum): boolean => {
  if (isText(whole)) return textOf(whole).includes(textOf(part))
  return itemsOf(whole).some((item) => same(item, part))
}

export const compare = (op: string, a: Datum, b: Datum): boolean => {
  switch (op) {
    case "==":
      return same(a, b)
    case "!=":
      return !same(a, b)
    case "in":
      return contains(b, a)
    case "not in":
      return !contains(b, a)
  }
  requireDefined(a)
  requireDefined(b)
  const ordered = order(a, b)
  return op === "<" ? ordered < 0 : op === "<=" ? ordered <= 0 : op === ">" ? ordered > 0 : ordered >= 0
}

/** A value, or another where there is none; None is a value. */
export const orElse = (value: Datum | undefined, otherwise: Datum): Datum => (value === undefined ? otherwise : value)

const missing = (value: Datum, key: Datum): Missing =>
  new Missing(
    isText(key)
      ? `'${typeName(value)} object' has no attribute '${textOf(key)}'`
      : `'${typeName(value)} object' has no element ${repr(key)}`
  )

const itemAt = (value: Datum, key: Datum): Datum | undefined => {
  if (value instanceof Map) return value.get(key instanceof Markup ? key.text : key instanceof Float ? key.value : key)
  const index = typeof key === "number" ? key : undefined
  if (index === undefined) return undefined
  if (Array.isArray(value)) return value.at(index)
  return isText(value) ? Array.from(textOf(value)).at(index) : undefined
}

/** What the pairs that `groupby` gives are called by, besides their places. */
const GROUP = ["grouper", "list"]

/** A method or an attribute, and no item. */
export const attributeAt = (value: Datum, name: string): Datum | undefined =>
  value instanceof Namespace
    ? value.values.get(name)
    : value instanceof Func
      ? value.attrs.get(name)
      : value instanceof Group && GROUP.includes(name)
        ? value[GROUP.indexOf(name)]
        : methodOf(value, name)

/** `value.name`: a method or an attribute, else the item of a mapping. */
export const attribute = (value: Datum, name: string): Datum => {
  requireDefined(value)
  const there = attributeAt(value, name)
  return there === undefined ? orElse(itemAt(value, name), missing(value, name)) : there
}

/** `value[key]`: an item, else the attribute of that name. */
export const item = (value: Datum, key: Datum): Datum => {
  requireDefined(value)
  const there = itemAt(value, key)
  if (there !== undefined) return there
  return orElse(isText(key) ? attributeAt(value, textOf(key)) : undefined, missing(value, key))
}

const bound = (value: Datum | undefined, size: number, otherwise: number, low: number, high: number): number => {
  if (value === undefined || value === null) return otherwise
  const number = numberOf(value) ?? fault("slice indices have to be integers")
  return Math.max(low, Math.min(high, number < 0 ? number + size : number))
}

/** `value[from:to:step]`. */
export const slice = (value: Datum, from: Datum, to: Datum, step: Datum): Datum => {
  requireDefined(value)
  const list = isText(value)
    ? Array.from(textOf(value))
    : Array.isArray(value)
      ? value
      : fault(`'${typeName(value)}' cannot be sliced`)
  const by = step === null ? 1 : (numberOf(step) ?? fault("slice indices have to be integers"))
  if (by === 0) fault("slice step cannot be zero")
  const back = by < 0
  const low = back ? -1 : 0
  const high = back ? list.length - 1 : list.length
  const start = bound(from, list.length, back ? high : low, low, high)
  const end = bound(to, list.length, back ? low : high, low, high)
  const picked: Array<Datum> = []
  for (let i = start; back ? i > end : i < end; i += by) picked.push(list[i] ?? null)
  return isText(value) ? likeText(value, () => picked.map(textOf).join("")) : like(value, picked)
}
