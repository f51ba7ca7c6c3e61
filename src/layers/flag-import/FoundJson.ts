import { jsonOrNone, pairsFromJson, toValueJson } from "../../domain/script/ValueJson.ts"
import type { ScriptFlag } from "../../domain/script/ScriptFlag.ts"
import { mapOf } from "../../domain/Value.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { Answer, Found, WatchedFile } from "./Found.ts"

type Json = Readonly<Record<string, unknown>>

const isObject = (data: unknown): data is Json => typeof data === "object" && data !== null && !Array.isArray(data)

const isText = (data: unknown): data is string => typeof data === "string"

const isTexts = (data: unknown): data is ReadonlyArray<string> => Array.isArray(data) && data.every(isText)

/** Every item read, or `undefined` where the data is no list or one item cannot be read. */
const listOf = <A>(data: unknown, read: (item: unknown) => A | undefined): ReadonlyArray<A> | undefined => {
  if (!Array.isArray(data)) return undefined
  const items = data.map(read)
  const good = items.filter((item) => item !== undefined)
  return good.length === items.length ? good : undefined
}

/** `[NAME, [[ATTRIBUTE, VALUE], ...]]`; a third item says that the flag is a plain variable. */
const flagFrom = (data: unknown): ScriptFlag | undefined => {
  if (!Array.isArray(data) || !isText(data[0])) return undefined
  const attrs = pairsFromJson(data[1])
  return attrs === undefined ? undefined : { name: data[0], attrs: mapOf(attrs), plain: data[2] === true }
}

const flagTo = ({ name, attrs, plain }: ScriptFlag): unknown => [
  name,
  Object.entries(attrs).map(([key, value]) => [key, toValueJson(value)]),
  plain
]

const watchedFrom = (data: unknown): WatchedFile | undefined =>
  Array.isArray(data) && isText(data[0]) && typeof data[1] === "number" && isText(data[2])
    ? { path: data[0], size: data[1], mtimeNs: data[2] }
    : undefined

/**
 * The answer of a script's parser, as the asked process writes it; a failure with its reason; `undefined` for neither. Its
 * sentences come from the script and are made safe to show.
 */
export const answerFromJson = (
  text: string
): Answer | { readonly reason: string; readonly line: number | undefined } | undefined => {
  const data = jsonOrNone(text)
  if (!isObject(data)) return undefined
  const error = isText(data["error"]) ? [data["error"]] : data["error"]
  if (isTexts(error))
    return {
      reason: error.map(visibleText).join("\n"),
      line: typeof data["line"] === "number" ? data["line"] : undefined
    }
  const flags = listOf(data["flags"], flagFrom)
  const watched = listOf(data["modules"], watchedFrom)
  const warnings = data["warnings"]
  return flags === undefined || watched === undefined || !isTexts(warnings)
    ? undefined
    : { flags, watched, warnings: warnings.map(visibleText) }
}

/** What was found in a script, as the text that is remembered. */
export const foundToJson = (found: Found): string =>
  JSON.stringify({
    ...found,
    flags: found.flags.map(flagTo),
    watched: found.watched.map(({ path, size, mtimeNs }) => [path, size, mtimeNs])
  })

/** What `foundToJson` wrote; `undefined` for anything else, such as half of it. */
export const foundFromJson = (text: string): Found | undefined => {
  const data = jsonOrNone(text)
  if (!isObject(data)) return undefined
  const flags = listOf(data["flags"], flagFrom)
  const watched = listOf(data["watched"], watchedFrom)
  const { dest, log, warnings, interpreter } = data
  if (flags === undefined || watched === undefined || !isText(dest) || !isTexts(log) || !isTexts(warnings))
    return undefined
  return interpreter === undefined || isText(interpreter)
    ? { flags, watched, dest, log, warnings, interpreter }
    : undefined
}
