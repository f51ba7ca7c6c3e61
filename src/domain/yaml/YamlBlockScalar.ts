import type { YamlCursor } from "./YamlCursor.ts"
import { isBreak, isBreakOrEnd } from "./YamlCursor.ts"

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
