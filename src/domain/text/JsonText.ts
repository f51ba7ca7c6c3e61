import { Float } from "../Value.ts"
import { pyRepr } from "./PyRepr.ts"

/** Controls and directions that JSON lets stand in strings, and that a terminal may act on. */
const ACTIVE = /[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g

const escaped = (char: string): string => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`

const quoted = (text: string): string => JSON.stringify(text).replace(ACTIVE, escaped)

/** Brackets around parts: on one line, or on lines of their own a step further in than `margin`. */
const enclosed = (brackets: string, parts: ReadonlyArray<string>, indent: number, margin: string): string => {
  const [open = "", close = ""] = brackets
  if (parts.length === 0) return brackets
  if (indent === 0) return `${open}${parts.join(",")}${close}`
  const inner = `\n${margin}${" ".repeat(indent)}`
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`
}

const written = (value: unknown, indent: number, margin: string): string => {
  const deeper = margin + " ".repeat(indent)
  if (typeof value === "string") return quoted(value)
  if (value instanceof Float) return Number.isFinite(value.value) ? pyRepr(value) : "null"
  if (typeof value === "bigint") return String(value)
  if (Array.isArray(value)) {
    const items = value.map((item: unknown) => written(item, indent, deeper))
    return enclosed("[]", items, indent, margin)
  }
  if (typeof value === "object" && value !== null) {
    const colon = indent === 0 ? ":" : ": "
    const entries = Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => `${quoted(key)}${colon}${written(item, indent, deeper)}`)
    return enclosed("{}", entries, indent, margin)
  }
  return JSON.stringify(value) ?? "null"
}

/**
 * JSON of plain data and of values, as Python would write it: a floating point number stays one where it is whole (`2.0`), and is null where
 * JSON has none (NaN, infinities). It means the same to every reader and nothing to a terminal: what JSON leaves as it is becomes
 * `\uNNNN`.
 *
 * @param indent by how many blanks to lay it out for readers; on one line where it is left out
 */
export const jsonText = (value: unknown, indent = 0): string => written(value, indent, "")
