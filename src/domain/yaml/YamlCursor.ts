import { pyRepr } from "../text/PyRepr.ts"
import type { YamlSyntaxError } from "./YamlError.ts"
import { yamlErrorAt } from "./YamlError.ts"

/** Any of the line breaks of YAML 1.1. */
export const isBreak = (code: number): boolean =>
  code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029

export const isBreakOrEnd = (code: number): boolean => code === 0 || isBreak(code)

/** A space, a tab, a line break, or the end of the text. */
export const isBlankOrEnd = (code: number): boolean => code === 32 || code === 9 || code === 0 || isBreak(code)

/** A letter, digit, `-` or `_`: what names of anchors, tags and directives are made of. */
export const isNameCode = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 45 || code === 95

const UNPRINTABLE = /[^\x09\x0A\x0D\x20-\x7E\x85\xA0-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u

/** A text and a place in it. The end reads as code 0, which no text may hold. */
export class YamlCursor {
  readonly text: string
  pos = 0
  line = 0
  lineStart = 0

  constructor(text: string) {
    this.text = text
    const bad = UNPRINTABLE.exec(text)
    if (bad !== null) {
      const code = (bad[0].codePointAt(0) ?? 0).toString(16).padStart(4, "0")
      const clean = text.slice(0, bad.index)
      throw yamlErrorAt(clean, clean.length, `unacceptable character #x${code}: special characters are not allowed`)
    }
    if (text.charCodeAt(0) === 0xfeff) this.lineStart = this.pos = 1
  }

  get column(): number {
    return this.pos - this.lineStart
  }

  /** The UTF-16 code `offset` places ahead, 0 past the end. */
  code(offset = 0): number {
    const at = this.pos + offset
    return at < this.text.length ? this.text.charCodeAt(at) : 0
  }

  /** Takes `length` characters, none of them a line break. */
  take(length: number): string {
    const taken = this.text.slice(this.pos, this.pos + length)
    this.pos += length
    return taken
  }

  /** Takes one line break and gives what it counts as: `\n`, or the separator itself; nothing where there is none. */
  takeBreak(): string {
    const code = this.code()
    if (!isBreak(code)) return ""
    this.pos += code === 13 && this.code(1) === 10 ? 2 : 1
    this.line++
    this.lineStart = this.pos
    return code === 0x2028 ? "\u2028" : code === 0x2029 ? "\u2029" : "\n"
  }

  /** Goes to the start of a line that the one before has been taken whole. */
  nextLine(pos: number): void {
    this.pos = pos
    this.line++
    this.lineStart = pos
  }

  skipSpaces(): void {
    const { text } = this
    let { pos } = this
    while (text.charCodeAt(pos) === 32) pos++
    this.pos = pos
  }

  /** Goes to the end of the line where a comment starts here. */
  skipComment(): void {
    if (this.code() === 35) while (!isBreakOrEnd(this.code())) this.pos++
  }

  /** `---` or `...` (by its first code) alone at the start of a line. */
  atDocumentMark(code: number): boolean {
    return (
      this.column === 0 &&
      this.code() === code &&
      this.code(1) === code &&
      this.code(2) === code &&
      isBlankOrEnd(this.code(3))
    )
  }

  atAnyDocumentMark(): boolean {
    return this.atDocumentMark(45) || this.atDocumentMark(46)
  }

  /** The character `offset` places ahead as messages quote it. */
  found(offset = 0): string {
    const code = this.text.codePointAt(this.pos + offset)
    return code === undefined ? "'\\x00'" : pyRepr(String.fromCodePoint(code))
  }

  error(reason: string, context?: string, pos = this.pos): YamlSyntaxError {
    return yamlErrorAt(this.text, pos, reason, context)
  }
}
