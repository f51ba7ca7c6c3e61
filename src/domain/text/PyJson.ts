import { byCodePoint } from "./PathOrder.ts"
import type { Value } from "../Value.ts"
import { isFloat, isList, isMap } from "../Value.ts"
import { pyRepr } from "./PyRepr.ts"

const text = (value: string): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** What Python's `json` calls the floats that JSON has no words for. */
const NAMES: Readonly<Record<string, string>> = { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" }

/** Items between brackets: on one line, or a line each at a depth of so many blanks. */
const enclosed = (open: string, items: ReadonlyArray<string>, close: string, indent: number, depth: number): string => {
  if (items.length === 0 || indent === 0) return open + items.join(", ") + close
  const line = `\n${" ".repeat(indent * (depth + 1))}`
  return `${open}${line}${items.join(`,${line}`)}\n${" ".repeat(indent * depth)}${close}`
}

/**
 * A value as Python's `json.dumps(value, sort_keys=True)` writes it: ASCII only, `1.0` kept apart from `1`; on one line, or with
 * `indent` blanks for each level below the top.
 */
export const pyJson = (value: Value, indent = 0, depth = 0): string => {
  if (value === null) return "null"
  if (typeof value === "string") return text(value)
  if (isFloat(value)) return NAMES[pyRepr(value)] ?? pyRepr(value)
  const inside = (item: Value) => pyJson(item, indent, depth + 1)
  if (isList(value)) return enclosed("[", value.map(inside), "]", indent, depth)
  if (!isMap(value)) return String(value)
  const entries = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b))
  const items = entries.map(([key, item]) => `${text(key)}: ${inside(item)}`)
  return enclosed("{", items, "}", indent, depth)
}
