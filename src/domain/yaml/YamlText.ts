import { readsAsString } from "./YamlScalar.ts"

/** How a string may be written: with nothing around it in a block or in a flow, or in single quotes; double quotes take all. */
export interface TextForms {
  readonly multiline: boolean
  readonly flowPlain: boolean
  readonly blockPlain: boolean
  readonly single: boolean
}

export interface TextOptions {
  /** Printable characters beyond ASCII stand as they are; else they are escaped. */
  readonly unicode: boolean
}

const BLANK = /[\0 \t\r\n\x85\u2028\u2029]/
const LEADING = /^[#,[\]{}&*!|>'"%@`]/
/** Everything but line feeds and printable ASCII. */
const BEYOND_ASCII = /[^\n\x20-\x7E]/
const BEYOND_PRINTABLE = /[^\n\x20-\x7E\xA0-\uD7FF\uE000-\uFEFE\uFF00-\uFFFD\u{10000}-\u{10FFFE}]|[\u2028\u2029]/u

/** Which forms keep a text what it is, by YAML 1.1's indicators and white space. */
export const textForms = (text: string, options: TextOptions): TextForms => {
  if (text === "") return { multiline: false, flowPlain: false, blockPlain: true, single: true }
  const marker = text.startsWith("---") || text.startsWith("...")
  const startsSpaced = text.length === 1 || BLANK.test(text.charAt(1))
  const blockSign =
    marker ||
    LEADING.test(text) ||
    (startsSpaced && /^[?:-]/.test(text)) ||
    /:(?:[\0 \t\r\n\x85\u2028\u2029]|$)/.test(text.slice(1)) ||
    /[\0 \t\r\n\x85\u2028\u2029]#/.test(text)
  const flowSign = blockSign || /^[?:]/.test(text) || /[,?[\]{}:]/.test(text.slice(1))
  const special = (options.unicode ? BEYOND_PRINTABLE : BEYOND_ASCII).test(text)
  const multiline = /[\n\x85\u2028\u2029]/.test(text)
  const edgeSpace = /^[ \n\x85\u2028\u2029]|[ \n\x85\u2028\u2029]$/.test(text)
  const breakSpace = /[\n\x85\u2028\u2029] /.test(text)
  const spaceBreak = / [\n\x85\u2028\u2029]/.test(text)
  const plain = !edgeSpace && !breakSpace && !spaceBreak && !special && !multiline
  return {
    multiline,
    flowPlain: plain && !flowSign,
    blockPlain: plain && !blockSign,
    single: !breakSpace && !spaceBreak && !special
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\b": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P"
}

/** One code point inside double quotes: itself, or its escape. */
export const escapeChar = (char: string, options: TextOptions): string => {
  const plain = options.unicode ? !BEYOND_PRINTABLE.test(char) : !BEYOND_ASCII.test(char)
  if (plain && char !== '"' && char !== "\\" && char !== "\n") return char
  const short = Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : undefined
  if (short !== undefined) return `\\${short}`
  const code = char.codePointAt(0) ?? 0
  const hex = code.toString(16).toUpperCase()
  return code <= 0xff
    ? `\\x${hex.padStart(2, "0")}`
    : code <= 0xffff
      ? `\\u${hex.padStart(4, "0")}`
      : `\\U${hex.padStart(8, "0")}`
}

const UNESCAPED = new Map(Object.entries(ESCAPES).map(([char, letter]) => [letter, char]))

/** What stands inside double quotes on one line as it is meant; `undefined` where it has an escape that is never written here. */
export const unescaped = (inside: string): string | undefined => {
  if (!inside.includes("\\")) return inside
  let known = true
  const text = inside.replaceAll(
    /\\(?:x([0-9A-F]{2})|u([0-9A-F]{4})|U(0010[0-9A-F]{4}|000[0-9A-F]{5})|(.))/g,
    (_, two?: string, four?: string, eight?: string, letter = "") => {
      const digits = two ?? four ?? eight
      if (digits !== undefined) return String.fromCodePoint(Number.parseInt(digits, 16))
      const char = UNESCAPED.get(letter)
      known &&= char !== undefined
      return char ?? ""
    }
  )
  return known ? text : undefined
}

/** A text in double quotes on one line, whatever it holds. */
export const doubleQuote = (text: string, options: TextOptions): string =>
  `"${Array.from(text, (char) => escapeChar(char, options)).join("")}"`

/** A text in single quotes; for texts on one line that `textForms` allows them for. */
export const singleQuote = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** Whether a string needs no quotes in a block (or, with `flow`, inside brackets) to be read back as the same string. */
export const fitsPlain = (text: string, flow: boolean, options: TextOptions): boolean => {
  if (!readsAsString(text)) return false
  const forms = textForms(text, options)
  return flow ? forms.flowPlain : forms.blockPlain
}
