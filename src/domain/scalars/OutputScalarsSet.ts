import type { ClassFlags } from "./OutputScalarsClass.ts"
import { category, classLiteral, escapedCodePoint } from "./OutputScalarsClass.ts"
import type { PatternCursor } from "./OutputScalarsCursor.ts"
import { reject } from "./OutputScalarsCursor.ts"

/** Takes what follows a backslash and `char`, and gives the character that all of it means. */
export const takeEscapedChar = (cursor: PatternCursor, char: string): string => {
  const escaped = escapedCodePoint(char, cursor.ahead(8))
  if (escaped === undefined) return reject(`bad escape \\${char}`)
  cursor.skip(escaped.length)
  return escaped.char
}

interface Member {
  readonly source: string
  /** The one character this member is, if it is one. */
  readonly char?: string
}

const takeMember = (cursor: PatternCursor, flags: ClassFlags): Member => {
  const char = cursor.next()
  if (char !== "\\") return { source: classLiteral(char), char }
  const escaped = cursor.next()
  if (escaped === "") return reject("unterminated character set")
  const set = category(escaped, flags)
  if (set !== undefined) return { source: set }
  const literal = escaped === "b" ? "\b" : takeEscapedChar(cursor, escaped)
  return { source: classLiteral(literal), char: literal }
}

const range = (low: Member, high: Member): string => {
  if (low.char === undefined || high.char === undefined) return reject("bad character range")
  return (low.char.codePointAt(0) ?? 0) > (high.char.codePointAt(0) ?? 0)
    ? reject(`bad character range ${low.char}-${high.char}`)
    : `${low.source}-${high.source}`
}

/** Takes a set behind its opening bracket. A closing bracket that comes first is a member. */
export const takeSet = (cursor: PatternCursor, flags: ClassFlags): string => {
  const negate = cursor.take("^") ? "^" : ""
  let body = ""
  for (let first = true; first || cursor.peek() !== "]"; first = false) {
    if (cursor.done) return reject("unterminated character set")
    const low = takeMember(cursor, flags)
    if (/^-[^\]]/su.test(cursor.ahead(2))) {
      cursor.skip(1)
      body += range(low, takeMember(cursor, flags))
    } else body += low.source
  }
  cursor.skip(1)
  return `[${negate}${body}]`
}
