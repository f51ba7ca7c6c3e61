import type { Value } from "../Value.ts"
import { float } from "../Value.ts"

const SPACE = /(?:[ \t\f\r]|#[^\n]*)+/y
const STRING = /"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?/y
const RAW_STRING = /[rR](["'])(-*)([([{])/y
const CLOSING: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" }
/** `name <- literal`, with all of the literal on the line; what follows decides whether it was the whole expression. */
const ASSIGNMENT =
  /([A-Za-z.][A-Za-z0-9._]*)[ \t]*(?:<-|=(?!=)|:=)[ \t]*("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|[-+]?[ \t]*(?:0[xX][0-9a-fA-F]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?)L?|TRUE|FALSE|NULL)[ \t]*(?=[;#\r\n]|$)/y

const ESCAPE = /\\(?:x([0-9a-fA-F]{1,2})|u\{?([0-9a-fA-F]{1,4})\}?|U\{?([0-9a-fA-F]{1,8})\}?|[\s\S])/g
const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0"
}

const unescape = (body: string): string =>
  body.replace(ESCAPE, (escape: string, two?: string, four?: string, eight?: string) => {
    const hex = two ?? four ?? eight
    if (hex === undefined) return SIMPLE[escape.slice(1)] ?? escape.slice(1)
    const code = Number.parseInt(hex, 16)
    return code > 0x10ffff ? escape : String.fromCodePoint(code)
  })

const literal = (text: string): Value => {
  if (text === "TRUE" || text === "FALSE") return text === "TRUE"
  if (text === "NULL") return null
  if (text.startsWith('"') || text.startsWith("'")) return unescape(text.slice(1, -1))
  const digits = text.replace(/[-+ \t]*/, "").replace(/L$/, "")
  const number = Number(digits)
  const value = text.startsWith("-") ? 0 - number : number
  // An integer that a script writes without L works as one; 1.0 and 1e3 say that they are not.
  return (/^(?:0[xX]|[0-9]+$)/.test(digits) || text.endsWith("L")) && Number.isSafeInteger(value) ? value : float(value)
}

const match = (pattern: RegExp, source: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at
  return pattern.exec(source)
}

/** The end of a string that starts here, raw strings (`r"(...)"`) included; `undefined` where none starts. */
const stringEnd = (source: string, at: number): number | undefined => {
  const raw = match(RAW_STRING, source, at)
  if (raw !== null) {
    const close = `${CLOSING[raw[3] ?? ""] ?? ""}${raw[2] ?? ""}${raw[1] ?? ""}`
    const end = source.indexOf(close, at + raw[0].length)
    return end < 0 ? source.length : end + close.length
  }
  const plain = match(STRING, source, at)
  return plain === null ? undefined : at + plain[0].length
}

/**
 * The variables that an R script assigns a number, string, logical or NULL at its top level, by name; the first literal of each
 * counts, as it is the one that a flag replaces.
 */
export const parseRGlobals = (source: string): ReadonlyMap<string, Value> => {
  const params = new Map<string, Value>()
  let depth = 0
  let fresh = true
  for (let at = 0; at < source.length;) {
    at += match(SPACE, source, at)?.[0].length ?? 0
    const assigned = fresh && depth === 0 ? match(ASSIGNMENT, source, at) : null
    if (assigned !== null) {
      const [whole, name = "", text = ""] = assigned
      if (!params.has(name)) params.set(name, literal(text))
      at += whole.length
      fresh = false
      continue
    }
    const afterString = stringEnd(source, at)
    if (afterString !== undefined) {
      at = afterString
      fresh = false
      continue
    }
    const char = source[at] ?? ""
    if ("([{".includes(char) && char !== "") depth += 1
    else if (")]}".includes(char) && char !== "") depth -= 1
    if (char === "\n" || char === ";") fresh = true
    else fresh = false
    at += /[A-Za-z0-9._]/.test(char) ? (/^[A-Za-z0-9._]+/.exec(source.slice(at, at + 256))?.[0].length ?? 1) : 1
  }
  return params
}
