import { Either } from "effect"
import { isAnonymousFunction } from "./FlagFunction.ts"
import type { Expanded } from "./FlagFunctionSequence.ts"
import { expandSequence, MAX_SEQUENCE } from "./FlagFunctionSequence.ts"
import { byCodePoint } from "../text/PathOrder.ts"
import type { Value } from "../Value.ts"
import { isFloat, isList, isMap, isNumber } from "../Value.ts"
import { parseYaml, parseYamlSpelling } from "../yaml/Yaml.ts"
import { yamlFloat } from "../yaml/YamlFloat.ts"
import { isExponentFloat } from "../yaml/YamlScalar.ts"
import { doubleQuote, fitsPlain, singleQuote, textForms } from "../yaml/YamlText.ts"

/** A flag value and what there was to warn about on the way to it. */
export type DecodedFlag = Expanded

/**
 * What YAML takes for a number may be the short id of a run: up to eight digits around a lower-case `e`, or eight that look octal
 * or binary.
 */
const SHORT_RUN_ID = /^(?:(?=.{3,8}$)[0-9]+e[0-9]+|0[0-7]{7}|0b[01]{6})$/
const LIST_TIMES = /^\s*(\[.*\])\s*\*\s*([0-9]+)\s*$/s

type Parse = typeof parseYamlSpelling

/** `[1, 2] * 3`; `undefined` for any other text. */
const repeatedList = (text: string, parse: Parse): DecodedFlag | undefined => {
  const match = LIST_TIMES.exec(text)
  const list = match === null ? undefined : Either.getOrUndefined(parse(match[1] ?? ""))
  if (match === null || list === undefined || !isList(list)) return undefined
  const times = Number(match[2])
  if (list.length * times > MAX_SEQUENCE)
    return { value: text, warnings: [`error decoding '${text}': more than ${MAX_SEQUENCE} values`] }
  return { value: list.length === 0 ? [] : Array.from({ length: times }, () => list).flat(), warnings: [] }
}

/** Several lines that are in no quotes and no block. */
const FOLDED = /^[^'"|>!][^\n]*\n/

const plainly = (value: Value): DecodedFlag => ({ value, warnings: [] })

const decode = (text: string, parse: Parse): DecodedFlag => {
  if (text === "" || SHORT_RUN_ID.test(text) || isAnonymousFunction(text)) return plainly(text)
  const list = repeatedList(text, parse) ?? expandSequence(text)
  if (list !== undefined) return list
  const value = Either.getOrElse(parse(text), (): Value => text)
  // YAML would fold the lines of a text into one.
  if (typeof value === "string" && FOLDED.test(text)) return plainly(text)
  return plainly(isNumber(value) && /[_:]/.test(text) && !text.includes("!!") ? text : value)
}

/**
 * The value that a user means by the text behind `NAME=`: YAML, except where YAML surprises. Short run ids such as `12e3` and
 * `01234567`, numbers with `_` or `:` in them, and search spaces such as `[1:10]` stay text; `[1] * 3` and `range[1:5]` become
 * lists; text that is no YAML is itself, and so is one of several lines. Nothing is the empty string.
 */
export const decodeFlagValue = (text: string): DecodedFlag => decode(text, parseYaml)

/**
 * What a text, already decoded, says where a name is meant, such as a run's id: `0123`, `1e-3` and `yes`, also in a list, are the
 * texts that they are.
 */
export const flagSpelling = (text: string, decoded: Value): Value =>
  typeof decoded === "string" || String(decoded) === text ? decoded : decode(text, parseYamlSpelling).value

const UNICODE = { unicode: true }

const quote = (text: string): string => {
  const forms = textForms(text, UNICODE)
  return forms.single && !forms.multiline ? singleQuote(text) : doubleQuote(text, UNICODE)
}

const encodeText = (text: string, nested: boolean): string => {
  if (!nested && isAnonymousFunction(text)) return text
  const plain = fitsPlain(text, nested, UNICODE) && !isExponentFloat(text)
  return plain && (nested || decodeFlagValue(text).value === text) ? text : quote(text)
}

const encode = (value: Value, nested: boolean): string => {
  if (value === null) return "null"
  if (typeof value === "boolean") return value ? "yes" : "no"
  if (typeof value === "string") return encodeText(value, nested)
  if (isFloat(value)) return yamlFloat(value.value)
  if (isList(value)) return `[${value.map((item) => encode(item, true)).join(", ")}]`
  if (isMap(value)) {
    const pairs = Object.entries(value).sort(([a], [b]) => byCodePoint(a, b))
    return `{${pairs.map(([key, item]) => `${encodeText(key, true)}: ${encode(item, true)}`).join(", ")}}`
  }
  return typeof value === "number" && !Number.isInteger(value) ? yamlFloat(value) : String(value)
}

/** A value on one line, as `decodeFlagValue` takes it back: what commands get as arguments and tables show. */
export const encodeFlagValue = (value: Value): string => encode(value, false)
