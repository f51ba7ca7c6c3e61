import type { Value } from "../Value.ts"
import { isFloat, isList, isMap } from "../Value.ts"

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" }

const reprString = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = Array.from(text, (char) => {
    if (char === quote) return `\\${char}`
    const code = char.codePointAt(0) ?? 0
    if (ESCAPES[char] === undefined && (code < 0x20 || (code >= 0x7f && code < 0xa1)))
      return `\\x${code.toString(16).padStart(2, "0")}`
    return ESCAPES[char] ?? char
  })
  return `${quote}${body.join("")}${quote}`
}

const reprFloat = (value: number): string => {
  if (Number.isNaN(value)) return "nan"
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf"
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e16 || size < 1e-4)) return value.toExponential().replace(/e([+-])(\d)$/, "e$10$2")
  const text = Object.is(value, -0) ? "-0" : String(value)
  return text.includes(".") ? text : `${text}.0`
}

/** A value as Python's `repr` writes it, which is how messages quote what stands in a Guild file. */
export const pyRepr = (value: Value): string => {
  if (value === null) return "None"
  if (typeof value === "boolean") return value ? "True" : "False"
  if (typeof value === "string") return reprString(value)
  if (isFloat(value)) return reprFloat(value.value)
  if (isList(value)) return `[${value.map(pyRepr).join(", ")}]`
  if (isMap(value))
    return `{${Object.entries(value)
      .map(([key, item]) => `${reprString(key)}: ${pyRepr(item)}`)
      .join(", ")}}`
  return String(value)
}

/** A message quotes this many characters of a value, from both of its ends. */
const QUOTED = 300

/** A value as a message quotes it: as `pyRepr`, with the middle left out where it is long. */
export const shortRepr = (value: Value): string => {
  const text = pyRepr(value)
  return text.length <= QUOTED ? text : `${text.slice(0, QUOTED - 50)} ... ${text.slice(-50)}`
}
