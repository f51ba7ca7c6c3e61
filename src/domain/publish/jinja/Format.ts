import { Float } from "../../Value.ts"
import { floatDigits } from "../../text/PyFloat.ts"
import type { Call, Datum } from "./Datum.ts"
import { numberOf, repr, textOf, Tuple } from "./Datum.ts"
import { wholeOf } from "./Numbers.ts"
import { fault } from "./TemplateFault.ts"

const RADIX: Readonly<Record<string, number>> = { x: 16, o: 8, b: 2 }

interface Spec {
  readonly fill: string
  readonly align: string
  readonly sign: string
  /** Whether hexadecimal digits and the like say what they are. */
  readonly prefixed: boolean
  readonly width: number
  readonly comma: string
  readonly precision: number | undefined
  readonly type: string
}

interface Digits {
  readonly negative: boolean
  readonly prefix: string
  readonly body: string
}

const wholeDigits = (value: Datum, type: string, prefixed: boolean): Digits => {
  const whole = wholeOf(value) ?? fault(`%${type} format: a whole number is required`)
  const radix = RADIX[type.toLowerCase()]
  const digits = (whole < 0n ? -whole : whole).toString(radix ?? 10)
  return {
    negative: whole < 0n,
    prefix: prefixed && radix !== undefined ? `0${type}` : "",
    body: type === "X" ? digits.toUpperCase() : digits
  }
}

const floatedDigits = (number: number, type: string, precision = 6): Digits => {
  const negative = number < 0 || Object.is(number, -0)
  if (type === "%") return { negative, prefix: "", body: `${floatDigits(number * 100, "f", precision)}%` }
  const lower = type.toLowerCase()
  const body = floatDigits(number, lower === "e" || lower === "f" ? lower : "g", precision)
  return { negative, prefix: "", body: type === lower ? body : body.toUpperCase() }
}

/** Digits in threes before the point. */
const grouped = (digits: string, comma: string): string =>
  comma === "" ? digits : digits.replace(/^-?\d+/, (all) => all.replace(/\B(?=(\d{3})+$)/g, comma))

const MAX_WIDTH = 10_000

const laidOut = (value: Datum, spec: Spec): string => {
  const { align, comma, fill, precision, type, width } = spec
  if (width > MAX_WIDTH) fault(`a format width of ${width} is too much`)
  const number = numberOf(value)
  const numeric = type !== "" && type !== "s" && type !== "r" && type !== "c"
  if (numeric && number === undefined) fault(`%${type} format: a number is required`)
  let sign = ""
  let body = type === "r" ? repr(value) : textOf(value)
  if (numeric && number !== undefined) {
    const digits = "diuxXob".includes(type)
      ? wholeDigits(value, type, spec.prefixed)
      : floatedDigits(number, type, precision)
    sign = (digits.negative ? "-" : spec.sign === "-" ? "" : spec.sign) + digits.prefix
    body = grouped(digits.body, comma)
  } else if (type === "c" && number !== undefined) body = String.fromCodePoint(Math.max(0, Math.min(0x10ffff, number)))
  else if (precision !== undefined) body = Array.from(body).slice(0, precision).join("")
  else if (number !== undefined) body = grouped(body, comma)
  const room = Math.max(0, width - sign.length - Array.from(body).length)
  const side = align === "" ? (number === undefined ? "<" : ">") : align
  if (side === "=") return sign + fill.repeat(room) + body
  if (side === "^") return fill.repeat(room >> 1) + sign + body + fill.repeat(room - (room >> 1))
  return side === ">" ? fill.repeat(room) + sign + body : sign + body + fill.repeat(room)
}

/** `"%s: %.2f" % values`, and the `format` filter. Values are a tuple, a mapping for `%(name)s`, or one value. */
export const percentFormat = (format: string, values: Datum): string => {
  const list = values instanceof Tuple ? values : [values]
  let next = 0
  const result = format.replace(
    /%(?:\(([^)]*)\))?([-+ 0#]*)(\d*)(?:\.(\d*))?([diuxXobeEfFgGsrc%])/g,
    (_, name: string | undefined, flags: string, width: string, precision: string | undefined, type: string) => {
      if (type === "%") return "%"
      const value = name === undefined ? list[next++] : values instanceof Map ? values.get(name) : undefined
      if (value === undefined)
        return fault(
          name === undefined ? "not enough arguments for format string" : `no value '${name}' for format string`
        )
      const zero = flags.includes("0") && !flags.includes("-")
      return laidOut(value, {
        fill: zero ? "0" : " ",
        align: flags.includes("-") ? "<" : zero ? "=" : ">",
        sign: flags.includes("+") ? "+" : flags.includes(" ") ? " " : "",
        prefixed: flags.includes("#"),
        width: Number(width),
        comma: "",
        precision: precision === undefined ? undefined : Number(precision),
        type
      })
    }
  )
  if (next < list.length && !(values instanceof Map)) fault("not all arguments converted during string formatting")
  return result
}

/** A format in braces, other fields in its specification allowed. */
const FIELD = /\{\{|\}\}|\{([^{}:!.[]*)(?:[.[]([^{}:!\]]*)\]?)?(?:!([rs]))?(?::((?:[^{}]|\{[^{}]*\})*))?\}/g

/** What a specification leaves to the type of the value. */
const typeFor = (value: Datum, type: string, comma: string, precision: string | undefined): string => {
  if (type === "n") return value instanceof Float ? "g" : "d"
  if (type !== "" || numberOf(value) === undefined || typeof value === "boolean") return type
  if (value instanceof Float) return precision === undefined ? "" : "g"
  return comma === "" ? "" : "d"
}

/** `"{:.2f} {name}".format(...)`; attributes of fields are not followed, items of mappings and lists are. */
export const braceFormat = (format: string, call: Call): string => {
  let next = 0
  const filled = (text: string): string =>
    text.replace(FIELD, (whole: string, name?: string, key?: string, conversion?: string, spec = "") => {
      if (whole === "{{") return "{"
      if (whole === "}}") return "}"
      const index = name === "" || name === undefined ? next++ : /^\d+$/.test(name) ? Number(name) : undefined
      const base = index === undefined ? call.kwargs.get(name ?? "") : call.args[index]
      const inside = base instanceof Map ? base.get(key ?? "") : Array.isArray(base) ? base[Number(key)] : undefined
      const value = key === undefined ? base : inside
      if (value === undefined) return fault(`no value for '${whole}' in format`)
      const match = /^(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\d*)([,_]?)(?:\.(\d+))?([bcdeEfFgGnosxX%]?)$/su.exec(
        filled(spec)
      )
      if (match === null) return fault(`invalid format '${spec}'`)
      const [, fill, align, sign, hash, zero, width, comma = "", precision, type = ""] = match
      return laidOut(conversion === "r" ? repr(value) : value, {
        fill: fill ?? (zero === undefined ? " " : "0"),
        align: align ?? (zero === undefined ? "" : "="),
        sign: sign ?? "",
        prefixed: hash !== undefined,
        width: Number(width ?? 0),
        comma,
        precision: precision === undefined ? undefined : Number(precision),
        type: typeFor(value, type, comma, precision)
      })
    })
  return filled(format)
}
