import { Float } from "../../Value.ts"
import type { Call, Datum } from "./Datum.ts"
import { numberOf, repr, textOf } from "./Datum.ts"
import { fault } from "./TemplateFault.ts"

const exponent = (text: string): string => text.replace(/e([+-])(\d)$/, "e$10$2")

/** `%g`: so many significant digits, without zeros at the end. */
const general = (value: number, precision: number): string => {
  const digits = precision === 0 ? 1 : precision
  if (value === 0) return "0"
  const power = Number(value.toExponential(digits - 1).split("e")[1])
  if (power < -4 || power >= digits) return exponent(value.toExponential(digits - 1).replace(/\.?0+e/, "e"))
  const fixed = value.toFixed(Math.min(100, Math.max(0, digits - 1 - power)))
  return fixed.includes(".") ? fixed.replace(/\.?0+$/, "") : fixed
}

const special = (value: number): string | undefined =>
  Number.isNaN(value) ? "nan" : Number.isFinite(value) ? undefined : value > 0 ? "inf" : "-inf"

const digitsOf = (type: string, value: number, precision: number | undefined): string => {
  const whole = Math.trunc(value)
  switch (type) {
    case "d":
    case "i":
    case "u":
      return String(whole)
    case "x":
      return whole.toString(16)
    case "X":
      return whole.toString(16).toUpperCase()
    case "o":
      return whole.toString(8)
    case "b":
      return whole.toString(2)
  }
  const named = special(value)
  if (named !== undefined) return named
  const places = Math.min(100, precision ?? 6)
  const lower = type.toLowerCase()
  const shown =
    lower === "f"
      ? value.toFixed(places)
      : lower === "e"
        ? exponent(value.toExponential(places))
        : lower === "%"
          ? `${(value * 100).toFixed(places)}%`
          : general(value, places)
  return type === lower ? shown : shown.toUpperCase()
}

interface Spec {
  readonly fill: string
  readonly align: string
  readonly sign: string
  readonly width: number
  readonly comma: string
  readonly precision: number | undefined
  readonly type: string
}

const MAX_WIDTH = 10_000

const laidOut = (value: Datum, spec: Spec): string => {
  if (spec.width > MAX_WIDTH) fault(`a format width of ${spec.width} is too much`)
  const numeric = spec.type !== "" && spec.type !== "s" && spec.type !== "r" && spec.type !== "c"
  const number = numberOf(value)
  if (numeric && number === undefined) fault(`%${spec.type} format: a number is required`)
  let body: string
  if (numeric && number !== undefined) {
    body = digitsOf(spec.type, number, spec.precision)
    if (spec.comma !== "") body = body.replace(/^-?\d+/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, spec.comma))
    if ((spec.sign === "+" || spec.sign === " ") && !body.startsWith("-")) body = spec.sign + body
  } else {
    const text = spec.type === "r" ? repr(value) : textOf(value)
    body = spec.precision === undefined ? text : text.slice(0, spec.precision)
  }
  const room = Math.max(0, spec.width - Array.from(body).length)
  const align = spec.align === "" ? (numeric || number !== undefined ? ">" : "<") : spec.align
  if (align === "=") return body.replace(/^([-+ ]?)/, (sign) => sign + spec.fill.repeat(room))
  if (align === "^") return spec.fill.repeat(room >> 1) + body + spec.fill.repeat(room - (room >> 1))
  return align === ">" ? spec.fill.repeat(room) + body : body + spec.fill.repeat(room)
}

/** `"%s: %.2f" % values`, and the `format` filter. Values are a list, a mapping for `%(name)s`, or one value. */
export const percentFormat = (format: string, values: Datum): string => {
  const list = Array.isArray(values) ? values : [values]
  let next = 0
  return format.replace(
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
        width: Number(width),
        comma: "",
        precision: precision === undefined ? undefined : Number(precision),
        type
      })
    }
  )
}

/** `"{:.2f} {name}".format(...)`; attributes of fields are not followed, items of mappings and lists are. */
export const braceFormat = (format: string, call: Call): string => {
  let next = 0
  return format.replace(
    /\{\{|\}\}|\{([^{}:!.[]*)(?:[.[]([^{}:!\]]*)\]?)?(?:!([rs]))?(?::([^{}]*))?\}/g,
    (
      whole: string,
      name: string | undefined,
      key: string | undefined,
      conversion: string | undefined,
      spec: string | undefined
    ) => {
      if (whole === "{{") return "{"
      if (whole === "}}") return "}"
      const index = name === "" || name === undefined ? next++ : /^\d+$/.test(name) ? Number(name) : undefined
      const base = index === undefined ? call.kwargs.get(name ?? "") : call.args[index]
      const value =
        key === undefined
          ? base
          : base instanceof Map
            ? base.get(key)
            : Array.isArray(base)
              ? base[Number(key)]
              : undefined
      if (value === undefined) return fault(`no value for '${whole}' in format`)
      const match = /^(?:(.)?([<>=^]))?([-+ ])?#?(0)?(\d*)([,_]?)(?:\.(\d+))?([bcdeEfFgGnosxX%]?)$/su.exec(spec ?? "")
      if (match === null) return fault(`invalid format '${spec}'`)
      const [, fill, align, sign, zero, width, comma, precision, type] = match
      const defaulted =
        type === "" && precision !== undefined && value instanceof Float ? "g" : type === "n" ? "d" : (type ?? "")
      const grouped =
        defaulted === "" && comma !== "" && numberOf(value) !== undefined
          ? value instanceof Float
            ? "g"
            : "d"
          : defaulted
      return laidOut(conversion === "r" ? repr(value) : value, {
        fill: fill ?? (zero === undefined ? " " : "0"),
        align: align ?? (zero === undefined ? "" : "="),
        sign: sign ?? "",
        width: Number(width ?? 0),
        comma: comma ?? "",
        precision: precision === undefined ? undefined : Number(precision),
        type: grouped
      })
    }
  )
}
