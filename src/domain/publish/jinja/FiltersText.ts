import { Float, float } from "../../Value.ts"
import type { Value } from "../../Value.ts"
import { byCodePoint } from "../../text/PathOrder.ts"
import { pyJson } from "../../text/PyJson.ts"
import { arg, boolArg, intArg, textArg } from "./Arguments.ts"
import type { Datum } from "./Datum.ts"
import {
  escaped,
  isText,
  itemsOf,
  like,
  likeText,
  Markup,
  Missing,
  numberOf,
  repr,
  textOf,
  truthy,
  tuple
} from "./Datum.ts"
import type { Filter } from "./Frame.ts"
import { capitalized, methodOf } from "./Methods.ts"
import { integer, rounded } from "./Numbers.ts"
import { binary } from "./Operators.ts"
import { urlize } from "./Urlize.ts"
import { wrapLine } from "./WordWrap.ts"
import { fault } from "./TemplateFault.ts"

/** Keeps HTML HTML. */
const onText =
  (change: (text: string) => string): Filter =>
  (value) =>
    likeText(value, change)

/** A method of texts as a filter. */
const byMethod =
  (name: string): Filter =>
  (value, call) =>
    methodOf(isText(value) ? value : textOf(value), name)?.call(call) ?? ""

const round: Filter = (value, call) => {
  const number = numberOf(value) ?? fault("'round' needs a number")
  const places = intArg(call, 0, "precision", 0)
  const method = textArg(call, 1, "method", "common")
  const scale = 10 ** places
  if (method === "ceil") return float(Math.ceil(number * scale) / scale)
  if (method === "floor") return float(Math.floor(number * scale) / scale)
  return value instanceof Float ? float(rounded(number, places)) : places >= 0 ? value : rounded(number, places)
}

const toInt: Filter = (value, call) => {
  const number = numberOf(value)
  if (number !== undefined) return Number.isFinite(number) ? Math.trunc(number) : (arg(call, 0, "default") ?? 0)
  const text = textOf(value)
    .trim()
    .replace(/(?<=\w)_(?=\w)/g, "")
  const base = intArg(call, 1, "base", 10)
  if (base === 10 && /^[-+]?\d+$/.test(text)) return integer(BigInt(text.replace("+", "")))
  if (base === 10 && /^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text)) return Math.trunc(Number(text))
  const parsed = base === 10 ? Number.NaN : Number.parseInt(text.replace(/^0[xob]/i, ""), base)
  return Number.isNaN(parsed) ? (arg(call, 0, "default") ?? 0) : parsed
}

const toFloat: Filter = (value, call) => {
  const text = textOf(value).trim()
  const number =
    numberOf(value) ??
    (/^[-+]?(\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?$/.test(text)
      ? Number(text)
      : /^[-+]?inf(inity)?$/i.test(text)
        ? text.startsWith("-")
          ? -Infinity
          : Infinity
        : /^nan$/i.test(text)
          ? Number.NaN
          : undefined)
  return number === undefined ? (arg(call, 0, "default") ?? float(0)) : float(number)
}

const otherwise: Filter = (value, call) => {
  const instead = arg(call, 0, "default_value") ?? ""
  return value instanceof Missing || (boolArg(call, 1, "boolean", false) && !truthy(value)) ? instead : value
}

const truncate: Filter = (value, call) => {
  const text = textOf(value)
  const length = intArg(call, 0, "length", 255)
  const end = textArg(call, 2, "end", "...")
  if (text.length <= length + intArg(call, 3, "leeway", 5)) return isText(value) ? value : text
  const cut = text.slice(0, Math.max(0, length - end.length))
  const space = boolArg(call, 1, "killwords", false) ? -1 : cut.lastIndexOf(" ")
  return likeText(value, () => (space < 0 ? cut : cut.slice(0, space)) + end)
}

const indent: Filter = (value, call) => {
  const width = arg(call, 0, "width")
  const by =
    width !== undefined && isText(width)
      ? textOf(width)
      : " ".repeat(Math.min(1000, Math.max(0, intArg(call, 0, "width", 4))))
  const blank = boolArg(call, 2, "blank", false)
  const first = boolArg(call, 1, "first", false)
  return likeText(value, (text) =>
    text
      .split("\n")
      .map((line, i) => ((i === 0 ? first : blank || line !== "") ? by + line : line))
      .join("\n")
  )
}

const wordwrap: Filter = (value, call) => {
  const width = Math.max(1, intArg(call, 0, "width", 79))
  const breaks = boolArg(call, 1, "break_long_words", true)
  const by = textArg(call, 2, "wrapstring", "\n")
  return textOf(value)
    .split("\n")
    .map((line) => wrapLine(line, width, breaks).join(by))
    .join(by)
}

const filesizeformat: Filter = (value, call) => {
  const binary = boolArg(call, 0, "binary", false)
  const base = binary ? 1024 : 1000
  const bytes =
    numberOf(
      toFloat(value, { args: [], kwargs: new Map() }, { filters: new Map(), tests: new Map(), autoescape: false })
    ) ?? 0
  if (bytes === 1) return "1 Byte"
  if (bytes < base) return `${Math.trunc(bytes)} Bytes`
  const units = binary ? "Ki Mi Gi Ti Pi Ei Zi Yi".split(" ") : "k M G T P E Z Y".split(" ")
  const index = Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(base)) - 1)
  return `${(bytes / base ** (index + 1)).toFixed(1)} ${units[index] ?? ""}B`
}

/** A datum without what only templates have. */
const plain = (value: Datum): Value =>
  value instanceof Map
    ? Object.fromEntries([...value].map(([key, each]) => [textOf(key), plain(each)]))
    : Array.isArray(value)
      ? value.map(plain)
      : value === null || typeof value !== "object"
        ? value
        : value instanceof Float
          ? value
          : textOf(value)

/** A value with the keys of all its mappings in order. */
const sortedKeys = (value: Datum): Datum =>
  value instanceof Map
    ? new Map(
        [...value].sort(([a], [b]) => byCodePoint(textOf(a), textOf(b))).map(([key, each]) => [key, sortedKeys(each)])
      )
    : Array.isArray(value)
      ? like(value, value.map(sortedKeys))
      : value

const tojson: Filter = (value, call) => {
  if (value instanceof Missing) return fault(value.hint)
  const json = pyJson(plain(value), intArg(call, 0, "indent", 0))
  return new Markup(json.replace(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`))
}

const encoded = (value: Datum): string =>
  encodeURIComponent(textOf(value)).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const urlencode: Filter = (value) => {
  if (!(value instanceof Map) && !Array.isArray(value)) return encoded(value).replaceAll("%2F", "/")
  const pairs = value instanceof Map ? [...value] : value.map(itemsOf)
  return pairs.map((pair) => pair.map((each) => encoded(each).replaceAll("%20", "+")).join("=")).join("&")
}

/** The text in which something is replaced is escaped where HTML takes part in it. */
const replace: Filter = (value, call, { autoescape }) => {
  if (!autoescape) return methodOf(textOf(value), "replace")?.call(call) ?? ""
  const html = value instanceof Markup || !call.args.some((each) => each instanceof Markup)
  const text = html ? (isText(value) ? value : textOf(value)) : new Markup(escaped(value))
  return methodOf(text, "replace")?.call(call) ?? ""
}

/** Filters that make or change text and numbers. */
export const TEXT_FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["upper", onText((text) => text.toUpperCase())],
  ["lower", onText((text) => text.toLowerCase())],
  ["capitalize", onText(capitalized)],
  ["title", (value) => textOf(value).replace(/[^-\s({[<]+/g, capitalized)],
  ["trim", byMethod("strip")],
  ["replace", replace],
  [
    "center",
    (value, call) =>
      methodOf(isText(value) ? value : textOf(value), "center")?.call({
        args: [intArg(call, 0, "width", 80)],
        kwargs: new Map()
      }) ?? ""
  ],
  ["format", (value, call) => binary("%", value, call.kwargs.size > 0 ? new Map(call.kwargs) : tuple(call.args))],
  ["string", (value) => (value instanceof Markup ? value : textOf(value))],
  ["pprint", (value) => repr(sortedKeys(value))],
  ["urlize", urlize],
  [
    "striptags",
    (value) =>
      textOf(value)
        .replace(/<!--[\s\S]*?-->|<[^>]*>/g, "")
        .replace(/\s+/g, " ")
        .trim()
  ],
  ["wordcount", (value) => (textOf(value).match(/[\p{L}\p{N}_]+/gu) ?? []).length],
  ["truncate", truncate],
  ["indent", indent],
  ["wordwrap", wordwrap],
  ["default", otherwise],
  ["d", otherwise],
  ["round", round],
  ["int", toInt],
  ["float", toFloat],
  ["filesizeformat", filesizeformat],
  ["tojson", tojson],
  ["urlencode", urlencode],
  ["escape", (value) => new Markup(escaped(value))],
  ["e", (value) => new Markup(escaped(value))],
  ["forceescape", (value) => new Markup(escaped(textOf(value)))],
  ["safe", (value) => new Markup(textOf(value))],
  [
    "xmlattr",
    (value) =>
      new Markup(
        value instanceof Map
          ? [...value]
              .filter(([, each]) => each !== null && !(each instanceof Missing))
              .map(([key, each]) => ` ${escaped(key)}="${escaped(each)}"`)
              .join("")
          : itemsOf(value).map(escaped).join("")
      )
  ]
])
