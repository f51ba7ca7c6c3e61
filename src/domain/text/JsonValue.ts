import { Either } from "effect"
import type { Value } from "../Value.ts"
import { float, isFloat, isList, isMap, mapOf } from "../Value.ts"

/** The key of a map that stands for a number while JSON is read; no text that was typed has it. */
const MARK = "\u0000number"

/** A text or a number: a number is searched for outside of texts only. */
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|-?Infinity|NaN/g

const isName = (token: string): boolean => token.endsWith("y") || token.endsWith("N")

const numberOf = (written: string): Value => {
  if (isName(written) || /[.eE]/.test(written)) return float(Number(written))
  const plain = Number(written)
  return Number.isSafeInteger(plain) ? plain : BigInt(written)
}

const fromPlain = (data: unknown): Value => {
  if (data === null || typeof data === "string" || typeof data === "boolean") return data
  if (Array.isArray(data)) return data.map(fromPlain)
  if (typeof data !== "object") return null
  const entries = Object.entries(data)
  const [only] = entries
  return entries.length === 1 && only?.[0] === MARK
    ? numberOf(String(only[1]))
    : mapOf(entries.map(([key, item]) => [key, fromPlain(item)]))
}

/**
 * Reads JSON, and tells `1.0` from `1`, which `JSON.parse` does not. `NaN`, `Infinity` and `-Infinity` are numbers, as Python's `json`
 * writes and reads them. Fails with why it is none.
 */
export const parseJson = (text: string): Either.Either<Value, string> =>
  Either.try({
    try: () => {
      // As it stands first, so that what is wrong is told of the text that was given, and where it is.
      JSON.parse(text.replace(TOKENS, (token) => (isName(token) ? "0".padEnd(token.length) : token)))
      const marked = text.replace(TOKENS, (token) =>
        token.startsWith('"') ? token : `{"${"\\u0000number"}":"${token}"}`
      )
      return fromPlain(JSON.parse(marked))
    },
    catch: (error) => (error instanceof Error ? error.message : String(error))
  })

const printNumber = (value: number): string => {
  if (!Number.isFinite(value)) return "null"
  const text = String(Object.is(value, -0) ? "-0" : value)
  return /[.e]/.test(text) ? text : `${text}.0`
}

/** A value as JSON on one line. A float has a point or an exponent, so that it is read back as one; NaN and infinities are null. */
export const printJson = (value: Value): string => {
  if (isFloat(value)) return printNumber(value.value)
  if (typeof value === "bigint") return String(value)
  if (isList(value)) return `[${value.map(printJson).join(", ")}]`
  return isMap(value)
    ? `{${Object.entries(value)
        .map(([key, item]) => `${JSON.stringify(key)}: ${printJson(item)}`)
        .join(", ")}}`
    : JSON.stringify(value)
}
