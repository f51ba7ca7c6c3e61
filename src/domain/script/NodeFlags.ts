import type { Value } from "../Value.ts"
import { float } from "../Value.ts"
import { jsTopLevel } from "./JsTopLevel.ts"

/** What guild wants to know of a JavaScript or TypeScript script, found without running it. */
export interface NodeSource {
  /** Variables that the module declares at its top level with a literal. */
  readonly params: ReadonlyMap<string, Value>
  /** The script uses `parseArgs` of `node:util`. */
  readonly usesParseArgs: boolean
}

const ESCAPE = /\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r\n|[\s\S])/g
const SIMPLE: Readonly<Record<string, string>> = {
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "0": "\0",
  "\n": ""
}

const unescape = (body: string): string =>
  body.replace(ESCAPE, (escape: string, braced?: string, four?: string, two?: string) => {
    const hex = braced ?? four ?? two
    if (hex !== undefined) {
      const code = Number.parseInt(hex, 16)
      return code > 0x10ffff ? escape : String.fromCodePoint(code)
    }
    const char = escape.slice(1)
    return Object.hasOwn(SIMPLE, char) ? (SIMPLE[char] ?? char) : char === "\r\n" ? "" : char
  })

const stringValue = (text: string): string | undefined => {
  const quote = text[0]
  if (text.length < 2 || (quote !== '"' && quote !== "'" && quote !== "`") || text.at(-1) !== quote) return undefined
  const body = text.slice(1, -1)
  const bare = body.replace(/\\[\s\S]/g, "")
  return bare.includes(quote) || (quote === "`" && bare.includes("${")) ? undefined : unescape(body)
}

const numberValue = (text: string): Value | undefined => {
  const negative = text.startsWith("-")
  const digits = text.replace(/^[-+]\s*/, "").replace(/(?<=[0-9a-fA-F])_(?=[0-9a-fA-F])/g, "")
  if (
    !/^(?:0[xX][0-9a-fA-F]+|0[oO][0-7]+|0[bB][01]+|(?:0|[1-9][0-9]*)?(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?)$/.test(digits)
  )
    return undefined
  const number = digits === "" || digits === "." ? NaN : Number(digits)
  if (Number.isNaN(number)) return undefined
  const value = negative ? 0 - number : number
  return /^(?:0[xXoObB]|[0-9]+$)/.test(digits) && Number.isSafeInteger(value) ? value : float(value)
}

/** Splits what stands between brackets at its commas, strings left whole. */
const items = (body: string): ReadonlyArray<string> => {
  const parts = body.match(/(?:"(?:[^"\\\n]|\\[\s\S])*"|'(?:[^'\\\n]|\\[\s\S])*'|[^,"'])+/g) ?? []
  return parts.map((part) => part.trim()).filter((part) => part !== "")
}

/** The value of an expression that is a number, a string, a boolean, null, or an array of such. */
export const jsLiteral = (expression: string): Value | undefined => {
  const text = expression.replace(/\s+(?:as|satisfies)\s+[\w.<>"'| [\]]+$/, "").trim()
  if (text === "true" || text === "false") return text === "true"
  if (text === "null") return null
  if (text.startsWith("[") && text.endsWith("]")) {
    const values = items(text.slice(1, -1)).map((item) => (item.startsWith("[") ? undefined : jsLiteral(item)))
    return values.some((value) => value === undefined)
      ? undefined
      : values.flatMap((value) => (value === undefined ? [] : [value]))
  }
  return stringValue(text) ?? numberValue(text)
}

/** Reads a JavaScript or TypeScript module. */
export const parseNodeSource = (source: string): NodeSource => {
  const params = new Map<string, Value>()
  for (const { name, start, end } of jsTopLevel(source)) {
    const value = jsLiteral(source.slice(start, end))
    if (value !== undefined && !params.has(name)) params.set(name, value)
  }
  return { params, usesParseArgs: /\bparseArgs\b/.test(source) && /["'`](?:node:)?util["'`]/.test(source) }
}
