import type { Call, Datum, Dict } from "./Datum.ts"
import { Func, itemsOf, Markup, numberOf, same, textOf, tuple } from "./Datum.ts"
import { arg, intArg, textArg } from "./Arguments.ts"
import { braceFormat } from "./Format.ts"
import { asMarkup, safeCall } from "./SafeText.ts"
import { fault } from "./TemplateFault.ts"

type TextMethod = (text: string, call: Call) => Datum

const oneOf = (test: (part: string) => boolean, value: Datum | undefined): boolean =>
  Array.isArray(value) ? value.some((part) => test(textOf(part))) : value !== undefined && test(textOf(value))

const chars = (call: Call): ReadonlySet<string> | undefined => {
  const value = arg(call, 0, "chars")
  return value === undefined || value === null ? undefined : new Set(textOf(value))
}

/** Takes characters off the ends of a text: blanks, or those of a set. */
const stripped = (text: string, set: ReadonlySet<string> | undefined, left: boolean, right: boolean): string => {
  const drop = (char: string | undefined) => char !== undefined && (set === undefined ? /\s/.test(char) : set.has(char))
  let from = 0
  let to = text.length
  while (left && from < to && drop(text[from])) from += 1
  while (right && to > from && drop(text[to - 1])) to -= 1
  return text.slice(from, to)
}

const split = (text: string, call: Call): Array<Datum> => {
  const by = arg(call, 0, "sep")
  const most = intArg(call, 1, "maxsplit", -1)
  const parts =
    by === undefined || by === null
      ? text
          .trim()
          .split(/\s+/)
          .filter((part) => part !== "")
      : text.split(textOf(by))
  if (most < 0 || parts.length <= most + 1) return parts
  if (by !== undefined && by !== null) return [...parts.slice(0, most), parts.slice(most).join(textOf(by))]
  const rest = new RegExp(`^\\s*(?:\\S+\\s+){${most}}`).exec(text)
  return [...parts.slice(0, most), text.slice(rest?.[0].length ?? 0).trimEnd()]
}

const splitFromRight = (text: string, call: Call): Array<Datum> => {
  const most = intArg(call, 1, "maxsplit", -1)
  const by = textArg(call, 0, "sep", " ")
  const parts = text.split(by)
  return most < 0 || parts.length <= most + 1
    ? parts
    : [parts.slice(0, parts.length - most).join(by), ...parts.slice(parts.length - most)]
}

export const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase()
export const titled = (text: string): string => text.replace(/\p{L}+/gu, capitalized)

export const MAX_REPEAT = 1_000_000

/** So many copies of a text; more than a report can hold is a mistake. */
export const repeated = (text: string, count: number): string =>
  count <= 0 ? "" : text.length * count > MAX_REPEAT ? fault("the text would be too long") : text.repeat(count)

const padded = (text: string, call: Call, side: "left" | "right" | "both"): string => {
  const room = Math.max(0, intArg(call, 0, "width", 0) - text.length)
  const fill = textArg(call, 1, "fillchar", " ")
  if (side === "left") return text + repeated(fill, room)
  if (side === "right") return repeated(fill, room) + text
  // Python puts the odd one on the left where the width is odd.
  const left = (room >> 1) + (room & (text.length + room) & 1)
  return repeated(fill, left) + text + repeated(fill, room - left)
}

const TEXT_METHODS: ReadonlyMap<string, TextMethod> = new Map<string, TextMethod>([
  ["upper", (text) => text.toUpperCase()],
  ["lower", (text) => text.toLowerCase()],
  ["casefold", (text) => text.toLowerCase()],
  ["capitalize", (text) => capitalized(text)],
  ["title", (text) => titled(text)],
  ["swapcase", (text) => Array.from(text, (c) => (c === c.toUpperCase() ? c.toLowerCase() : c.toUpperCase())).join("")],
  ["strip", (text, call) => stripped(text, chars(call), true, true)],
  ["lstrip", (text, call) => stripped(text, chars(call), true, false)],
  ["rstrip", (text, call) => stripped(text, chars(call), false, true)],
  ["split", split],
  ["rsplit", splitFromRight],
  ["splitlines", (text) => (text === "" ? [] : text.replace(/\n$/, "").split("\n"))],
  [
    "join",
    (text, call) =>
      itemsOf(arg(call, 0, "iterable") ?? [])
        .map(textOf)
        .join(text)
  ],
  [
    "replace",
    (text, call) => {
      const parts = text.split(textArg(call, 0, "old", ""))
      const most = intArg(call, 2, "count", -1)
      const by = textArg(call, 1, "new", "")
      if (most < 0 || parts.length <= most + 1) return parts.join(by)
      return [...parts.slice(0, most), parts.slice(most).join(textArg(call, 0, "old", ""))].join(by)
    }
  ],
  ["startswith", (text, call) => oneOf((part) => text.startsWith(part), arg(call, 0, "prefix"))],
  ["endswith", (text, call) => oneOf((part) => text.endsWith(part), arg(call, 0, "suffix"))],
  [
    "removeprefix",
    (text, call) => {
      const p = textArg(call, 0, "prefix", "")
      return text.startsWith(p) ? text.slice(p.length) : text
    }
  ],
  [
    "removesuffix",
    (text, call) => {
      const s = textArg(call, 0, "suffix", "")
      return s !== "" && text.endsWith(s) ? text.slice(0, -s.length) : text
    }
  ],
  ["find", (text, call) => text.indexOf(textArg(call, 0, "sub", ""))],
  ["rfind", (text, call) => text.lastIndexOf(textArg(call, 0, "sub", ""))],
  ["count", (text, call) => text.split(textArg(call, 0, "sub", "")).length - 1],
  [
    "partition",
    (text, call) => {
      const by = textArg(call, 0, "sep", "")
      const where = text.indexOf(by)
      return where < 0 ? tuple([text, "", ""]) : tuple([text.slice(0, where), by, text.slice(where + by.length)])
    }
  ],
  [
    "rpartition",
    (text, call) => {
      const by = textArg(call, 0, "sep", "")
      const where = text.lastIndexOf(by)
      return where < 0 ? tuple(["", "", text]) : tuple([text.slice(0, where), by, text.slice(where + by.length)])
    }
  ],
  ["ljust", (text, call) => padded(text, call, "left")],
  ["rjust", (text, call) => padded(text, call, "right")],
  ["center", (text, call) => padded(text, call, "both")],
  [
    "zfill",
    (text, call) => text.replace(/^[-+]?/, (sign) => sign + repeated("0", intArg(call, 0, "width", 0) - text.length))
  ],
  ["isdigit", (text) => /^\d+$/.test(text)],
  ["isnumeric", (text) => /^\d+$/.test(text)],
  ["isalpha", (text) => /^\p{L}+$/u.test(text)],
  ["isalnum", (text) => /^[\p{L}\d]+$/u.test(text)],
  ["isspace", (text) => /^\s+$/.test(text)],
  ["isupper", (text) => /\p{L}/u.test(text) && text === text.toUpperCase()],
  ["islower", (text) => /\p{L}/u.test(text) && text === text.toLowerCase()],
  ["format", (text, call) => braceFormat(text, call)]
])

const keyIn = (call: Call): Datum => arg(call, 0, "key") ?? null

/** What a mapping has for the key of a call; where it has none, the default that the call names. */
const valueIn = (dict: Dict, call: Call): Datum | undefined => {
  const there = dict.get(keyIn(call))
  return there === undefined ? arg(call, 1, "default") : there
}

const DICT_METHODS: ReadonlyMap<string, (dict: Dict, call: Call) => Datum> = new Map<
  string,
  (dict: Dict, call: Call) => Datum
>([
  ["items", (dict) => [...dict].map(tuple)],
  ["keys", (dict) => [...dict.keys()]],
  ["values", (dict) => [...dict.values()]],
  ["get", (dict, call) => valueIn(dict, call) ?? null],
  ["copy", (dict) => new Map(dict)],
  [
    "pop",
    (dict, call) => {
      const value = valueIn(dict, call)
      dict.delete(keyIn(call))
      return value === undefined ? fault(`there is no key '${textOf(keyIn(call))}'`) : value
    }
  ],
  [
    "setdefault",
    (dict, call) => {
      const value = valueIn(dict, call) ?? null
      dict.set(keyIn(call), value)
      return value
    }
  ],
  [
    "update",
    (dict, call) => {
      const other = arg(call, 0, "other")
      if (other instanceof Map) for (const [key, value] of other) dict.set(key, value)
      for (const [key, value] of call.kwargs) dict.set(key, value)
      return null
    }
  ]
])

const LIST_METHODS: ReadonlyMap<string, (list: Array<Datum>, call: Call) => Datum> = new Map<
  string,
  (list: Array<Datum>, call: Call) => Datum
>([
  [
    "index",
    (list, call) => {
      const where = list.findIndex((item) => same(item, arg(call, 0, "value") ?? null))
      return where < 0 ? fault("the value is not in the list") : where
    }
  ],
  ["count", (list, call) => list.filter((item) => same(item, arg(call, 0, "value") ?? null)).length],
  ["append", (list, call) => (list.push(arg(call, 0, "object") ?? null), null)],
  ["extend", (list, call) => (list.push(...itemsOf(arg(call, 0, "iterable") ?? [])), null)],
  ["insert", (list, call) => (list.splice(intArg(call, 0, "index", 0), 0, arg(call, 1, "object") ?? null), null)],
  ["pop", (list, call) => list.splice(intArg(call, 0, "index", -1), 1)[0] ?? fault("pop from an empty list")],
  ["reverse", (list) => (list.reverse(), null)],
  ["copy", (list) => [...list]],
  ["clear", (list) => (list.splice(0), null)]
])

/** A method of a text, a mapping, a list or a number, bound to it; templates reach no others. */
export const methodOf = (value: Datum, name: string): Func | undefined => {
  if (typeof value === "string" || value instanceof Markup) {
    const method = TEXT_METHODS.get(name)
    if (method === undefined) return undefined
    return value instanceof Markup
      ? new Func(name, (call) => asMarkup(method(value.text, safeCall(name, call))))
      : new Func(name, (call) => method(value, call))
  }
  if (value instanceof Map) {
    const method = DICT_METHODS.get(name)
    return method === undefined ? undefined : new Func(name, (call) => method(value, call))
  }
  if (Array.isArray(value)) {
    const method = LIST_METHODS.get(name)
    return method === undefined ? undefined : new Func(name, (call) => method(value, call))
  }
  const number = numberOf(value)
  return number !== undefined && name === "is_integer" ? new Func(name, () => Number.isInteger(number)) : undefined
}
