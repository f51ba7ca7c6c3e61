import { scanBlock } from "./YamlBlockScalar.ts"
import { isBlankOrEnd, isBreakOrEnd, YamlCursor } from "./YamlCursor.ts"
import { YamlSyntaxError } from "./YamlError.ts"
import { scanAnchorName, scanPlain, scanTag } from "./YamlLexeme.ts"
import { scanQuoted } from "./YamlQuoted.ts"
import { simpleLine } from "./YamlSimpleLine.ts"
import type { YamlToken, YamlTokenKind, YamlTokens } from "./YamlToken.ts"

/** A place where a key may turn out to have begun, once its `:` is met. */
interface SimpleKey {
  readonly tokenIndex: number
  readonly required: boolean
  readonly pos: number
  readonly line: number
  readonly column: number
}

/** Deeper nesting is refused: no person writes it, and it would exhaust the stack of whoever walks the value. */
const MAX_DEPTH = 200
/** YAML's own bound on a key that is not announced by `?`. */
const MAX_SIMPLE_KEY = 1024

/** Turns a text into tokens; block structure becomes explicit start and end tokens, implicit keys get their `?`. */
class YamlScanner {
  readonly tokens: Array<YamlToken> = []
  private readonly cursor: YamlCursor
  private flowLevel = 0
  private indent = -1
  private readonly indents: Array<number> = []
  private keyAllowed = true
  /** By flow level. */
  private readonly keys: Array<SimpleKey | undefined> = []

  constructor(text: string) {
    this.cursor = new YamlCursor(text)
  }

  run(): YamlTokens {
    try {
      while (!this.next());
      return { tokens: this.tokens, error: undefined }
    } catch (error) {
      if (error instanceof YamlSyntaxError) return { tokens: this.tokens, error }
      throw error
    }
  }

  private add(kind: YamlTokenKind, length: number): void {
    this.tokens.push({ kind, pos: this.cursor.pos, text: "", plain: false })
    this.cursor.pos += length
  }

  private addText(kind: YamlTokenKind, scan: () => string): void {
    const pos = this.cursor.pos
    this.tokens.push({ kind, pos, text: scan(), plain: false })
  }

  private missingColon(key: SimpleKey): never {
    throw this.cursor.error("could not find expected ':'", "while scanning a simple key", key.pos)
  }

  private dropStaleKeys(): void {
    for (let level = 0; level < this.keys.length; level++) {
      const key = this.keys[level]
      if (key === undefined) continue
      if (key.line === this.cursor.line && this.cursor.pos - key.pos <= MAX_SIMPLE_KEY) continue
      if (key.required) this.missingColon(key)
      this.keys[level] = undefined
    }
  }

  private saveKey(): void {
    if (!this.keyAllowed) return
    this.dropKey()
    const { pos, line, column } = this.cursor
    const required = this.flowLevel === 0 && this.indent === column
    this.keys[this.flowLevel] = { tokenIndex: this.tokens.length, required, pos, line, column }
  }

  private dropKey(): void {
    const key = this.keys[this.flowLevel]
    if (key?.required === true) this.missingColon(key)
    this.keys[this.flowLevel] = undefined
  }

  private unwind(column: number): void {
    if (this.flowLevel > 0) return
    while (this.indent > column) {
      this.indent = this.indents.pop() ?? -1
      this.add("<block end>", 0)
    }
  }

  private deepen(column: number): boolean {
    if (this.indent >= column) return false
    this.indents.push(this.indent)
    this.checkDepth()
    this.indent = column
    return true
  }

  private checkDepth(): void {
    if (this.indents.length + this.flowLevel > MAX_DEPTH)
      throw this.cursor.error(`nesting is deeper than ${MAX_DEPTH} levels`)
  }

  private skipToToken(): void {
    for (;;) {
      this.cursor.skipSpaces()
      this.cursor.skipComment()
      if (this.cursor.takeBreak() === "") return
      if (this.flowLevel === 0) this.keyAllowed = true
    }
  }

  /** Adds the next token, and whatever block starts and ends go before it. True at the end of the text. */
  private next(): boolean {
    this.skipToToken()
    this.dropStaleKeys()
    const { cursor } = this
    this.unwind(cursor.column)
    const code = cursor.code()
    if (code === 0) {
      this.documentEdge("<stream end>", 0)
      return true
    }
    if (this.simpleLine()) return false
    const char = cursor.text.charAt(cursor.pos)
    const spaced = isBlankOrEnd(cursor.code(1))
    if (char === "%" && cursor.column === 0) this.directive()
    else if (cursor.atDocumentMark(45)) this.documentEdge("<document start>", 3)
    else if (cursor.atDocumentMark(46)) this.documentEdge("<document end>", 3)
    else if (char === "[" || char === "{") this.openFlow(char)
    else if (char === "]" || char === "}") this.closeFlow(char)
    else if (char === ",") this.flowEntry()
    else if (char === "-" && spaced) this.blockEntry()
    else if (char === "?" && (spaced || this.flowLevel > 0)) this.key()
    else if (char === ":" && (spaced || this.flowLevel > 0)) this.value()
    else this.content(char, spaced)
    return false
  }

  /** Adds the pair of a line that has nothing special; gives whether there was one. */
  private simpleLine(): boolean {
    const { cursor, tokens } = this
    const { column, pos } = cursor
    if (!this.keyAllowed || this.flowLevel > 0 || this.keys[0] !== undefined) return false
    const line = simpleLine(cursor.text, pos, column)
    if (line === undefined) return false
    const { key, value } = line
    if (this.deepen(column)) this.add("<block mapping start>", 0)
    tokens.push({ kind: "?", pos, text: key, plain: true })
    tokens.push(
      value === undefined
        ? { kind: ":", pos: pos + key.length, text: "", plain: false }
        : { kind: "<scalar>", pos: pos + line.valueOffset, text: value, plain: true }
    )
    cursor.nextLine(pos + line.length)
    return true
  }

  private documentEdge(kind: YamlTokenKind, length: number): void {
    this.unwind(-1)
    this.dropKey()
    this.keyAllowed = false
    this.add(kind, length)
  }

  private directive(): void {
    this.documentEdge("<directive>", 0)
    while (!isBreakOrEnd(this.cursor.code())) this.cursor.pos++
  }

  private openFlow(char: "[" | "{"): void {
    this.saveKey()
    this.flowLevel++
    this.checkDepth()
    this.keyAllowed = true
    this.add(char, 1)
  }

  private closeFlow(char: "]" | "}"): void {
    this.dropKey()
    this.flowLevel = Math.max(0, this.flowLevel - 1)
    this.keyAllowed = false
    this.add(char, 1)
  }

  private flowEntry(): void {
    this.keyAllowed = true
    this.dropKey()
    this.add(",", 1)
  }

  private blockEntry(): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) throw this.cursor.error("sequence entries are not allowed here")
      if (this.deepen(this.cursor.column)) this.add("<block sequence start>", 0)
    }
    this.keyAllowed = true
    this.dropKey()
    this.add("-", 1)
  }

  private key(): void {
    if (this.flowLevel === 0) {
      if (!this.keyAllowed) throw this.cursor.error("mapping keys are not allowed here")
      if (this.deepen(this.cursor.column)) this.add("<block mapping start>", 0)
    }
    this.keyAllowed = this.flowLevel === 0
    this.dropKey()
    this.add("?", 1)
  }

  private value(): void {
    const key = this.keys[this.flowLevel]
    if (key !== undefined) {
      this.keys[this.flowLevel] = undefined
      this.insert(key, "?")
      if (this.flowLevel === 0 && this.deepen(key.column)) this.insert(key, "<block mapping start>")
      this.keyAllowed = false
    } else {
      if (this.flowLevel === 0) {
        if (!this.keyAllowed) throw this.cursor.error("mapping values are not allowed here")
        if (this.deepen(this.cursor.column)) this.add("<block mapping start>", 0)
      }
      this.keyAllowed = this.flowLevel === 0
      this.dropKey()
    }
    this.add(":", 1)
  }

  /** Puts a token before a key that has just been found out; keys still open on outer levels began before it. */
  private insert(key: SimpleKey, kind: YamlTokenKind): void {
    this.tokens.splice(key.tokenIndex, 0, { kind, pos: key.pos, text: "", plain: false })
  }

  private content(char: string, spaced: boolean): void {
    const { cursor } = this
    if ((char === "|" || char === ">") && this.flowLevel === 0) {
      this.keyAllowed = true
      this.dropKey()
      this.addText("<scalar>", () => scanBlock(cursor, this.indent))
      return
    }
    const plain =
      !"\t-?:,[]{}#&*!|>'\"%@`".includes(char) ||
      (!spaced && (char === "-" || (this.flowLevel === 0 && (char === "?" || char === ":"))))
    if (!plain && !"*&!'\"".includes(char))
      throw cursor.error(
        `found character ${cursor.found()} that cannot start any token`,
        "while scanning for the next token"
      )
    this.saveKey()
    this.keyAllowed = false
    if (plain) this.plain()
    else if (char === "*") this.addText("<alias>", () => scanAnchorName(cursor))
    else if (char === "&") this.addText("<anchor>", () => scanAnchorName(cursor))
    else if (char === "!") this.addText("<tag>", () => scanTag(cursor))
    else this.addText("<scalar>", () => scanQuoted(cursor))
  }

  private plain(): void {
    const pos = this.cursor.pos
    const { text, newLine } = scanPlain(this.cursor, this.indent + 1, this.flowLevel > 0)
    this.tokens.push({ kind: "<scalar>", pos, text, plain: true })
    this.keyAllowed = newLine
  }
}

/** Takes a text apart. Throws YamlSyntaxError only where the text holds characters that no YAML may hold. */
export const scanYaml = (text: string): YamlTokens => new YamlScanner(text).run()
