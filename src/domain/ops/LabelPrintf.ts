import { Either } from "effect"
import { floatRepr } from "../yaml/YamlFloat.ts"
import { floatDigits } from "../text/PyFloat.ts"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value } from "../Value.ts"
import { isFloat, isInt, toNumber } from "../Value.ts"

/** Why a format gives nothing: it does not fit the value's type, or it is no format (and why). */
export type PrintfProblem = { readonly kind: "type" } | { readonly kind: "format"; readonly reason: string }

const SPEC = /%([-+ 0#]*)(\d*)(?:\.(\d*))?[hlL]?(.|$)/gs
/** Wider fields than any label needs are cut to this. */
const MAX_WIDTH = 1000

const pad = (sign: string, body: string, flags: string, width: number, zeros: boolean): string => {
  const missing = Math.max(0, Math.min(width, MAX_WIDTH) - sign.length - body.length)
  if (flags.includes("-")) return sign + body + " ".repeat(missing)
  return zeros && flags.includes("0") ? sign + "0".repeat(missing) + body : " ".repeat(missing) + sign + body
}

const signOf = (negative: boolean, flags: string): string =>
  negative ? "-" : flags.includes("+") ? "+" : flags.includes(" ") ? " " : ""

const integer = (value: Value): bigint | undefined => {
  if (typeof value === "boolean") return BigInt(value)
  if (isInt(value)) return Number.isInteger(Number(value)) ? BigInt(value) : undefined
  return isFloat(value) && Number.isFinite(value.value) ? BigInt(Math.trunc(value.value)) : undefined
}

const text = (value: Value): string =>
  typeof value === "string" ? value : isFloat(value) ? floatRepr(value.value) : pyRepr(value)

const TYPE_PROBLEM: PrintfProblem = { kind: "type" }

/** One conversion; `undefined` where the value's type does not fit. */
const convert = (value: Value, conversion: string, flags: string, width: number, precision: number | undefined) => {
  if (conversion === "s" || conversion === "r")
    return pad("", (conversion === "s" ? text(value) : pyRepr(value)).slice(0, precision), flags, width, false)
  if ("eEfFgG".includes(conversion)) {
    const number = typeof value === "boolean" ? Number(value) : toNumber(value)
    if (number === undefined) return undefined
    const lower = conversion.toLowerCase()
    const body = floatDigits(number, lower === "e" || lower === "g" ? lower : "f", precision ?? 6)
    const cased = conversion === conversion.toUpperCase() ? body.toUpperCase() : body
    return pad(signOf(number < 0 || Object.is(number, -0), flags), cased, flags, width, true)
  }
  if ("xXo".includes(conversion) && isFloat(value)) return undefined
  const number = integer(value)
  if (number === undefined) return undefined
  const size = number < 0n ? -number : number
  const radix = conversion === "o" ? 8 : "xX".includes(conversion) ? 16 : 10
  const digits = size.toString(radix).padStart(Math.min(precision ?? 0, MAX_WIDTH), "0")
  const body = conversion === "X" ? digits.toUpperCase() : digits
  const prefix = flags.includes("#") && radix !== 10 ? `0${conversion}` : ""
  return pad(signOf(number < 0n, flags) + prefix, body, flags, width, true)
}

/**
 * Python's `format % value` for one value: `%d %i %u %f %F %e %E %g %G %s %r %x %X %o` with flags, width and precision, and `%%`.
 */
export const printf = (format: string, value: Value): Either.Either<string, PrintfProblem> => {
  let problem: PrintfProblem | undefined
  let used = 0
  const result = format.replaceAll(SPEC, (...match) => {
    const [whole, flags, width, precision, conversion, offset] = match
    if (conversion === "%") return "%"
    if (conversion === "") problem ??= { kind: "format", reason: "incomplete format" }
    else if (!"diufFeEgGsrxXo".includes(String(conversion))) {
      const index = Number(offset) + String(whole).length - 1
      const code = (String(conversion).codePointAt(0) ?? 0).toString(16)
      problem ??= {
        kind: "format",
        reason: `unsupported format character '${conversion}' (0x${code}) at index ${index}`
      }
    } else {
      used++
      const digits = precision === undefined ? undefined : Number(precision)
      const made = convert(value, String(conversion), String(flags), Number(width), digits)
      if (made !== undefined) return made
      problem ??= TYPE_PROBLEM
    }
    return ""
  })
  if (problem !== undefined) return Either.left(problem)
  return used === 1 ? Either.right(result) : Either.left(TYPE_PROBLEM)
}
