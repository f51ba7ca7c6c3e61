import type { YamlCursor } from "./YamlCursor.ts"
import { isBlankOrEnd, isBreak, isBreakOrEnd, isNameCode } from "./YamlCursor.ts"

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
