import type { Datum } from "./Datum.ts"
import { isText, Markup, textOf } from "./Datum.ts"
import { item } from "./Operators.ts"

/** What a filter's `attribute` names: `a.b.0`, or a position. */
export const getter = (path: Datum | undefined): ((value: Datum) => Datum) => {
  if (path === undefined || path === null) return (value) => value
  if (!isText(path)) return (value) => item(value, path)
  const keys = textOf(path)
    .split(".")
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key))
  return (value) => keys.reduce<Datum>((here, key) => item(here, key), value)
}

/** For ordering and comparing without regard to case. */
export const caseless = (value: Datum, sensitive: boolean): Datum =>
  !sensitive && isText(value) ? textOf(value).toLowerCase() : value instanceof Markup ? value.text : value
