import { Float, float, toJson } from "../../Value.ts"
import type { Value } from "../../Value.ts"
import { arg, boolArg, intArg, textArg } from "./Arguments.ts"
import type { Datum } from "./Datum.ts"
import { escaped, isText, itemsOf, Markup, Missing, numberOf, repr, textOf, truthy } from "./Datum.ts"
import { percentFormat } from "./Format.ts"
import type { Filter } from "./Frame.ts"
import { capitalized, methodOf, titled } from "./Methods.ts"
import { fault } from "./TemplateFault.ts"

/** Keeps HTML HTML. */
const onText =
  (change: (text: string) => string): Filter =>
  (value) =>
    change(textOf(value))

/** To the nearest, halves to the even one, as Python rounds what a float really is. */
const halfEven = (value: number, places: number): number => {
  if (places > 15 || !Number.isFinite(value)) return value
  if (places < 0) return Math.round(value * 10 ** places) / 10 ** places
  const fixed = Number(value.toFixed(places))
  const scaled = value * 10 ** places
  return Math.abs(scaled % 1) === 0.5 && places === 0 ? 2 * Math.round(scaled / 2) : fixed
}

const round: Filter = (value, call) => {
  const number = numberOf(value) ?? fault("'round' needs a number")
  const places = intArg(call, 0, "precision", 0)
  const method = textArg(call, 1, "method", "common")
  const scale = 10 ** places
  const rounded =
    method === "ceil"
      ? Math.ceil(number * scale) / scale
      : method === "floor"
        ? Math.floor(number * scale) / scale
        : halfEven(number, places)
  return value instanceof Float || method !== "common" ? float(rounded) : rounded
}

const toInt: Filter = (value, call) => {
  const number = numberOf(value)
  if (number !== undefined) return Number.isFinite(number) ? Math.trunc(number) : (arg(call, 0, "default") ?? 0)
  const text = textOf(value).trim()
  const base = intArg(call, 1, "base", 10)
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
  if (text.length <= length + intArg(call, 3, "leeway", 5)) return text
  const cut = text.slice(0, Math.max(0, length - end.length))
  if (boolArg(call, 1, "killwords", false)) return cut + end
  const space = cut.lastIndexOf(" ")
  return (space < 0 ? cut : cut.slice(0, space)) + end
}

const indent: Filter = (value, call) => {
  const width = arg(call, 0, "width")
  const by =
    width !== undefined && isText(width)
      ? textOf(width)
      : " ".repeat(Math.min(1000, Math.max(0, intArg(call, 0, "width", 4))))
  const blank = boolArg(call, 2, "blank", false)
  return textOf(value)
    .split("\n")
    .map((line, i) => ((i === 0 ? boolArg(call, 1, "first", false) : blank || line !== "") ? by + line : line))
    .join("\n")
}

const wordwrap: Filter = (value, call) => {
  const width = Math.max(1, intArg(call, 0, "width", 79))
  const breaks = boolArg(call, 1, "break_long_words", true)
  const wrapLine = (line: string): string => {
    const lines: Array<string> = [""]
    for (const word of line.split(/\s+/).filter((each) => each !== "")) {
      const last = lines.at(-1) ?? ""
      if (last !== "" && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`
      else {
        const pieces = breaks ? (word.match(new RegExp(`.{1,${width}}`, "gu")) ?? []) : [word]
        if (last === "") lines.pop()
        lines.push(...pieces)
      }
    }
    return lines.join(textArg(call, 2, "wrapstring", "\n"))
  }
  return textOf(value)
    .split("\n")
    .map(wrapLine)
    .join(textArg(call, 2, "wrapstring", "\n"))
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
  const units = binary ? ["KiB", "MiB", "GiB", "TiB", "PiB"] : ["kB", "MB", "GB", "TB", "PB"]
  const index = Math.min(units.length - 1, Math.floor(Math.log(bytes) / Math.log(base)) - 1)
  return `${(bytes / base ** (index + 1)).toFixed(1)} ${units[index] ?? ""}`
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

const tojson: Filter = (value, call) => {
  const json = JSON.stringify(toJson(plain(value)), null, intArg(call, 0, "indent", 0))
  const spaced =
    call.args.length > 0 || call.kwargs.has("indent")
      ? json
      : json.replace(/("(?:\\.|[^"\\])*")|([,:])/g, (whole, text?: string) =>
          text === undefined ? `${whole} ` : whole
        )
  return new Markup(spaced.replace(/[<>&']/g, (char) => `\\u00${char.charCodeAt(0).toString(16)}`))
}

const urlencode: Filter = (value) => {
  const encode = (each: Datum, more: string) =>
    encodeURIComponent(textOf(each))
      .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
      .replaceAll("%2F", more)
  if (value instanceof Map)
    return [...value].map(([key, each]) => `${encode(key, "%2F")}=${encode(each, "%2F")}`).join("&")
  return encode(value, "/")
}

const replace: Filter = (value, call) => methodOf(textOf(value), "replace")?.call(call) ?? ""

/** Filters that make or change text and numbers. */
export const TEXT_FILTERS: ReadonlyMap<string, Filter> = new Map<string, Filter>([
  ["upper", onText((text) => text.toUpperCase())],
  ["lower", onText((text) => text.toLowerCase())],
  ["capitalize", onText(capitalized)],
  ["title", onText(titled)],
  ["trim", (value, call) => methodOf(textOf(value), "strip")?.call(call) ?? ""],
  ["replace", replace],
  [
    "center",
    (value, call) =>
      methodOf(textOf(value), "center")?.call({ args: [intArg(call, 0, "width", 80)], kwargs: new Map() }) ?? ""
  ],
  [
    "format",
    (value, call) => percentFormat(textOf(value), call.kwargs.size > 0 ? new Map(call.kwargs) : [...call.args])
  ],
  ["string", (value) => (value instanceof Markup ? value : textOf(value))],
  ["pprint", (value) => repr(value)],
  [
    "striptags",
    onText((text) =>
      text
        .replace(/<!--[\s\S]*?-->|<[^>]*>/g, "")
        .replace(/\s+/g, " ")
        .trim()
    )
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
