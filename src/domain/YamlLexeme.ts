import type { YamlCursor } from "./YamlCursor.ts"
import { isBlankOrEnd, isBreak, isBreakOrEnd, isNameCode } from "./YamlCursor.ts"

const QUOTE = 39
const DOUBLE_QUOTE = 34
const BACKSLASH = 92

const ESCAPES: Readonly<Record<string, string>> = {
  "0": "\0",
  a: "\x07",
  b: "\b",
  t: "\t",
  "\t": "\t",
  n: "\n",
  v: "\v",
  f: "\f",
  r: "\r",
  e: "\x1b",
  " ": " ",
  '"': '"',
  "\\": "\\",
  "/": "/",
  N: "\x85",
  _: "\xa0",
  L: "\u2028",
  P: "\u2029"
}
const ESCAPE_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }

/** Empty lines inside a quoted scalar: the breaks that stay. */
const quotedBreaks = (cursor: YamlCursor): string => {
  let breaks = ""
  for (;;) {
    if (cursor.atAnyDocumentMark())
      throw cursor.error("found unexpected document separator", "while scanning a quoted scalar")
    while (cursor.code() === 32 || cursor.code() === 9) cursor.pos++
    if (!isBreak(cursor.code())) return breaks
    breaks += cursor.takeBreak()
  }
}

/** White space inside a quoted scalar: kept within a line, folded over line breaks. */
const quotedSpaces = (cursor: YamlCursor): string => {
  const start = cursor.pos
  while (cursor.code() === 32 || cursor.code() === 9) cursor.pos++
  const code = cursor.code()
  if (code === 0) throw cursor.error("found unexpected end of stream", "while scanning a quoted scalar")
  if (!isBreak(code)) return cursor.text.slice(start, cursor.pos)
  const first = cursor.takeBreak()
  const rest = quotedBreaks(cursor)
  return first !== "\n" ? first + rest : rest === "" ? " " : rest
}

/** One escape of a double-quoted scalar, the cursor behind its backslash. */
const escape = (cursor: YamlCursor): string => {
  const char = cursor.text.charAt(cursor.pos)
  const context = "while scanning a double-quoted scalar"
  if (isBreak(cursor.code())) {
    cursor.takeBreak()
    return quotedBreaks(cursor)
  }
  if (Object.hasOwn(ESCAPES, char)) {
    cursor.pos++
    return ESCAPES[char] ?? ""
  }
  const length = Object.hasOwn(ESCAPE_DIGITS, char) ? ESCAPE_DIGITS[char] : undefined
  if (length === undefined) throw cursor.error(`found unknown escape character ${cursor.found()}`, context)
  cursor.pos++
  for (let k = 0; k < length; k++) {
    const digit = cursor.text.charAt(cursor.pos + k)
    if (!/^[0-9a-fA-F]$/.test(digit))
      throw cursor.error(
        `expected escape sequence of ${length} hexadecimal numbers, but found ${cursor.found(k)}`,
        context
      )
  }
  const code = Number.parseInt(cursor.text.slice(cursor.pos, cursor.pos + length), 16)
  if (code > 0x10ffff) throw cursor.error("found an escape beyond the last character of Unicode", context)
  cursor.pos += length
  return String.fromCodePoint(code)
}

/** A single- or double-quoted scalar, the cursor on its opening quote. */
export const scanQuoted = (cursor: YamlCursor): string => {
  const quote = cursor.code()
  cursor.pos++
  let text = ""
  for (;;) {
    const start = cursor.pos
    let code = cursor.code()
    while (code !== QUOTE && code !== DOUBLE_QUOTE && code !== BACKSLASH && !isBlankOrEnd(code)) {
      cursor.pos++
      code = cursor.code()
    }
    text += cursor.text.slice(start, cursor.pos)
    if (code === quote) {
      cursor.pos++
      if (quote === DOUBLE_QUOTE || cursor.code() !== QUOTE) return text
      cursor.pos++
      text += "'"
    } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
      cursor.pos++
      text += escape(cursor)
    } else if (isBlankOrEnd(code)) text += quotedSpaces(cursor)
    else text += cursor.take(1)
  }
}

/** Whether a plain scalar ends here: at white space, a comment sign is not looked for, `: `, or a flow sign in a flow. */
const plainEnds = (cursor: YamlCursor, code: number, inFlow: boolean): boolean => {
  if (isBlankOrEnd(code)) return true
  if (code === 58) {
    const next = cursor.code(1)
    return isBlankOrEnd(next) || (inFlow && (next === 44 || next === 91 || next === 93 || next === 123 || next === 125))
  }
  return inFlow && (code === 44 || code === 63 || code === 91 || code === 93 || code === 123 || code === 125)
}

/** White space behind a piece of a plain scalar; `undefined` where a document mark ends the scalar. */
const plainSpaces = (cursor: YamlCursor): { readonly text: string; readonly newLine: boolean } | undefined => {
  const start = cursor.pos
  cursor.skipSpaces()
  if (!isBreak(cursor.code())) return { text: cursor.text.slice(start, cursor.pos), newLine: false }
  const first = cursor.takeBreak()
  if (cursor.atAnyDocumentMark()) return undefined
  let rest = ""
  while (cursor.code() === 32 || isBreak(cursor.code())) {
    if (cursor.code() === 32) cursor.pos++
    else {
      rest += cursor.takeBreak()
      if (cursor.atAnyDocumentMark()) return undefined
    }
  }
  return { text: first !== "\n" ? first + rest : rest === "" ? " " : rest, newLine: true }
}

/** A plain scalar over as many lines as it has. `newLine` tells that the cursor stands on a later line than its text. */
export const scanPlain = (
  cursor: YamlCursor,
  indent: number,
  inFlow: boolean
): { readonly text: string; readonly newLine: boolean } => {
  let text = ""
  let spaces = ""
  let newLine = false
  while (cursor.code() !== 35) {
    const start = cursor.pos
    while (!plainEnds(cursor, cursor.code(), inFlow)) cursor.pos++
    if (cursor.pos === start) break
    text += spaces + cursor.text.slice(start, cursor.pos)
    const next = plainSpaces(cursor)
    newLine = next === undefined || next.newLine
    if (next === undefined || next.text === "" || (!inFlow && cursor.column < indent)) break
    spaces = next.text
  }
  return { text, newLine }
}

/** The header of a block scalar: `keep` is `+`, `strip` is `-`; the increment is a digit from 1 to 9. */
const blockHeader = (cursor: YamlCursor): { readonly chomp: "clip" | "keep" | "strip"; readonly increment: number } => {
  const context = "while scanning a block scalar"
  let chomp: "clip" | "keep" | "strip" = "clip"
  let increment = 0
  for (let i = 0; i < 2; i++) {
    const code = cursor.code()
    if (chomp === "clip" && (code === 43 || code === 45)) {
      chomp = code === 43 ? "keep" : "strip"
      cursor.pos++
    } else if (increment === 0 && code >= 48 && code <= 57) {
      increment = code - 48
      if (increment === 0) throw cursor.error("expected indentation indicator in the range 1-9, but found 0", context)
      cursor.pos++
    }
  }
  if (!isBreakOrEnd(cursor.code()) && cursor.code() !== 32)
    throw cursor.error(`expected chomping or indentation indicators, but found ${cursor.found()}`, context)
  cursor.skipSpaces()
  cursor.skipComment()
  if (!isBreakOrEnd(cursor.code()))
    throw cursor.error(`expected a comment or a line break, but found ${cursor.found()}`, context)
  cursor.takeBreak()
  return { chomp, increment }
}

/** Leading empty lines of a block scalar without an increment, and the deepest column that spaces reach in them. */
const findIndent = (cursor: YamlCursor): { readonly breaks: string; readonly column: number } => {
  let breaks = ""
  let column = 0
  while (cursor.code() === 32 || isBreak(cursor.code())) {
    if (isBreak(cursor.code())) breaks += cursor.takeBreak()
    else {
      cursor.pos++
      column = Math.max(column, cursor.column)
    }
  }
  return { breaks, column }
}

const blockBreaks = (cursor: YamlCursor, indent: number): string => {
  let breaks = ""
  const skip = () => {
    while (cursor.column < indent && cursor.code() === 32) cursor.pos++
  }
  skip()
  while (isBreak(cursor.code())) {
    breaks += cursor.takeBreak()
    skip()
  }
  return breaks
}

/** A literal (`|`) or folded (`>`) scalar, the cursor on its sign; `parentIndent` is the column of the block around it. */
export const scanBlock = (cursor: YamlCursor, parentIndent: number): string => {
  const folded = cursor.code() === 62
  cursor.pos++
  const { chomp, increment } = blockHeader(cursor)
  const least = Math.max(parentIndent + 1, 1)
  const found = increment === 0 ? findIndent(cursor) : undefined
  const indent = found === undefined ? least + increment - 1 : Math.max(least, found.column)
  let breaks = found === undefined ? blockBreaks(cursor, indent) : found.breaks
  let text = ""
  let lineBreak = ""
  while (cursor.column === indent && cursor.code() !== 0) {
    text += breaks
    const leadingText = cursor.code() !== 32 && cursor.code() !== 9
    const start = cursor.pos
    while (!isBreakOrEnd(cursor.code())) cursor.pos++
    text += cursor.text.slice(start, cursor.pos)
    lineBreak = cursor.takeBreak()
    breaks = blockBreaks(cursor, indent)
    if (cursor.column !== indent || cursor.code() === 0) break
    const foldable = folded && lineBreak === "\n" && leadingText && cursor.code() !== 32 && cursor.code() !== 9
    if (!foldable) text += lineBreak
    else if (breaks === "") text += " "
  }
  return text + (chomp === "strip" ? "" : lineBreak) + (chomp === "keep" ? breaks : "")
}

/** The name of an anchor or alias, the cursor on its sign. */
export const scanAnchorName = (cursor: YamlCursor): string => {
  const context = `while scanning an ${cursor.code() === 42 ? "alias" : "anchor"}`
  cursor.pos++
  const start = cursor.pos
  while (isNameCode(cursor.code())) cursor.pos++
  const ends = isBlankOrEnd(cursor.code()) || "?:,]}%@`".includes(cursor.text.charAt(cursor.pos))
  if (cursor.pos === start || !ends)
    throw cursor.error(`expected alphabetic or numeric character, but found ${cursor.found()}`, context)
  return cursor.text.slice(start, cursor.pos)
}

/** A tag as written (`!!int`, `!local`, `!<uri>`), the cursor on its `!`. */
export const scanTag = (cursor: YamlCursor): string => {
  const start = cursor.pos
  while (!isBreakOrEnd(cursor.code()) && cursor.code() !== 32) cursor.pos++
  return cursor.text.slice(start, cursor.pos)
}
