import type { YamlCursor } from "./YamlCursor.ts"
import { isBlankOrEnd, isBreak } from "./YamlCursor.ts"

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
