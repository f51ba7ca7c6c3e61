import { byCodePoint } from "./PathOrder.ts"
import type { Value } from "../Value.ts"
import { isFloat, isList, isMap } from "../Value.ts"
import { pyRepr } from "./PyRepr.ts"

const text = (value: string): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`)

/** What Python's `json` calls the floats that JSON has no words for. */
const NAMES: Readonly<Record<string, string>> = { nan: "NaN", inf: "Infinity", "-inf": "-Infinity" }

/** A value as Python's `json.dumps(value, sort_keys=True)` writes it: on one line, ASCII only, `1.0` kept apart from `1`. */
export const pyJson = (value: Value): string => {
  if (value === null) return "null"
  if (typeof value === "string") return text(value)
  if (isFloat(value)) return NAMES[pyRepr(value)] ?? pyRepr(value)
  if (isList(value)) return `[${value.map(pyJson).join(", ")}]`
  if (isMap(value))
    return `{${Object.entries(value)
      .sort(([a], [b]) => byCodePoint(a, b))
      .map(([key, item]) => `${text(key)}: ${pyJson(item)}`)
      .join(", ")}}`
  return String(value)
}
