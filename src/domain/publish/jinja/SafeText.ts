import type { Call, Datum } from "./Datum.ts"
import { escaped, Markup, numberOf, tuple, Tuple } from "./Datum.ts"

/** What is put into HTML: HTML and numbers as they are, everything else escaped. */
export const safely = (value: Datum): Datum => {
  if (value instanceof Tuple) return tuple(value.map(safely))
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, safely(item)]))
  return numberOf(value) === undefined ? escaped(value) : value
}

/** Methods that put their arguments into the text: by name, which arguments those are. */
const INSERTING: ReadonlyMap<string, (index: number) => boolean> = new Map<string, (index: number) => boolean>([
  ["format", () => true],
  ["replace", (index) => index === 1],
  ["join", () => true]
])

/** The arguments of a method of HTML: what it puts into the HTML is escaped. */
export const safeCall = (name: string, call: Call): Call => {
  const inserts = INSERTING.get(name)
  if (inserts === undefined) return call
  return {
    args: call.args.map((each, i) => (!inserts(i) ? each : Array.isArray(each) ? each.map(safely) : safely(each))),
    kwargs: new Map([...call.kwargs].map(([key, each]) => [key, safely(each)]))
  }
}

/** What a method of HTML gives: texts in it are HTML, too. */
export const asMarkup = (value: Datum): Datum =>
  typeof value === "string" ? new Markup(value) : Array.isArray(value) ? value.map(asMarkup) : value
