import { byCodePoint } from "../text/PathOrder.ts"
import type { Value, ValueMap } from "../Value.ts"
import { isFloat, isList, isMap } from "../Value.ts"
import { yamlFloat } from "./YamlFloat.ts"
import { readsAsString } from "./YamlScalar.ts"
import type { TextForms } from "./YamlText.ts"
import { escapeChar, textForms } from "./YamlText.ts"

const INDENT = 2
/** Longer keys are announced by `?`. (The emitter counts to 127, and five of these for the tag that it leaves out.) */
const MAX_SIMPLE_KEY = 122
const ASCII = { unicode: false }
/** Words that some readers take for booleans, though PyYAML does not. */
const ONE_LETTER_BOOL = /^[yYnN]$/

/** Where a node stands, which decides how it may begin. */
type Place = "root" | "item" | "value" | "key"

/** Writes one value as PyYAML's emitter does: same line breaks, same quotes, same folding. */
class YamlEmitter {
  private readonly out: Array<string> = []
  private readonly flow: boolean
  private readonly width: number
  private column = 0
  private whitespace = true
  private indention = true
  private indent: number | undefined = undefined

  constructor(flow: boolean, width: number) {
    this.flow = flow
    this.width = width
  }

  run(value: Value): string {
    this.node(value, "root", 0)
    return this.out.join("")
  }

  private write(text: string): void {
    this.column += text.length
    this.out.push(text)
  }

  private lineBreak(): void {
    this.whitespace = true
    this.indention = true
    this.column = 0
    this.out.push("\n")
  }

  private writeIndent(): void {
    const indent = this.indent ?? 0
    if (!this.indention || this.column > indent || (this.column === indent && !this.whitespace)) this.lineBreak()
    if (this.column < indent) {
      this.whitespace = true
      this.write(" ".repeat(indent - this.column))
    }
  }

  private sign(
    sign: string,
    options: { readonly apart?: boolean; readonly space?: boolean; readonly indents?: boolean }
  ): void {
    const lead = this.whitespace || options.apart !== true ? "" : " "
    this.whitespace = options.space === true
    this.indention = this.indention && options.indents === true
    this.write(lead + sign)
  }

  private deeper<A>(flow: boolean, indentless: boolean, body: () => A): A {
    const outer = this.indent
    this.indent = outer === undefined ? (flow ? INDENT : 0) : indentless ? outer : outer + INDENT
    const result = body()
    this.indent = outer
    return result
  }

  private node(value: Value, place: Place, flowLevel: number): void {
    if (isList(value)) {
      if (flowLevel > 0 || this.flow || value.length === 0) this.flowList(value, flowLevel)
      else this.blockList(value, place)
    } else if (isMap(value)) {
      if (flowLevel > 0 || this.flow || Object.keys(value).length === 0) this.flowMap(value, flowLevel)
      else this.blockMap(value)
    } else this.scalar(value, place, flowLevel)
  }

  private blockList(items: ReadonlyArray<Value>, place: Place): void {
    this.deeper(false, place === "value" && !this.indention, () => {
      for (const item of items) {
        this.writeIndent()
        this.sign("-", { apart: true, indents: true })
        this.node(item, "item", 0)
      }
    })
  }

  private static entries(map: ValueMap): ReadonlyArray<readonly [string, Value]> {
    return Object.entries(map).sort(([a], [b]) => byCodePoint(a, b))
  }

  private static isSimpleKey(key: string): boolean {
    return key !== "" && Array.from(key).length <= MAX_SIMPLE_KEY && !/[\n\x85\u2028\u2029]/.test(key)
  }

  private blockMap(map: ValueMap): void {
    this.deeper(false, false, () => {
      for (const [key, item] of YamlEmitter.entries(map)) {
        this.writeIndent()
        if (YamlEmitter.isSimpleKey(key)) {
          this.scalar(key, "key", 0)
          this.sign(":", {})
        } else {
          this.sign("?", { apart: true, indents: true })
          this.scalar(key, "value", 0)
          this.writeIndent()
          this.sign(":", { apart: true, indents: true })
        }
        this.node(item, "value", 0)
      }
    })
  }

  private flowList(items: ReadonlyArray<Value>, flowLevel: number): void {
    this.sign("[", { apart: true, space: true })
    this.deeper(true, false, () => {
      items.forEach((item, index) => {
        if (index > 0) this.sign(",", {})
        if (this.column > this.width) this.writeIndent()
        this.node(item, "item", flowLevel + 1)
      })
    })
    this.sign("]", {})
  }

  private flowMap(map: ValueMap, flowLevel: number): void {
    this.sign("{", { apart: true, space: true })
    this.deeper(true, false, () => {
      YamlEmitter.entries(map).forEach(([key, item], index) => {
        if (index > 0) this.sign(",", {})
        if (this.column > this.width) this.writeIndent()
        if (YamlEmitter.isSimpleKey(key)) {
          this.scalar(key, "key", flowLevel + 1)
          this.sign(":", {})
        } else {
          this.sign("?", { apart: true })
          this.scalar(key, "value", flowLevel + 1)
          if (this.column > this.width) this.writeIndent()
          this.sign(":", { apart: true })
        }
        this.node(item, "value", flowLevel + 1)
      })
    })
    this.sign("}", {})
  }

  private scalar(value: Exclude<Value, ReadonlyArray<Value> | ValueMap>, place: Place, flowLevel: number): void {
    if (typeof value === "string") this.text(value, place, flowLevel)
    else if (value === null) this.plain("null", false)
    else if (typeof value === "boolean") this.plain(value ? "true" : "false", false)
    else if (isFloat(value)) this.plain(yamlFloat(value.value), false)
    else this.plain(typeof value === "number" && !Number.isInteger(value) ? yamlFloat(value) : String(value), false)
  }

  private text(text: string, place: Place, flowLevel: number): void {
    const forms = textForms(text, ASCII)
    this.deeper(true, false, () => this.formed(text, forms, place === "key", flowLevel))
  }

  private formed(text: string, forms: TextForms, isKey: boolean, flowLevel: number): void {
    const quoteWord = !this.flow && ONE_LETTER_BOOL.test(text)
    const allowed = flowLevel > 0 ? forms.flowPlain : forms.blockPlain
    if (allowed && !quoteWord && readsAsString(text) && !(isKey && (text === "" || forms.multiline)))
      this.plain(text, !isKey)
    else if (forms.single && !(isKey && forms.multiline)) this.single(text, !isKey)
    else this.double(text, !isKey)
  }

  private plain(text: string, split: boolean): void {
    if (!this.whitespace) this.write(" ")
    this.whitespace = false
    this.indention = false
    this.words(text, split, false)
  }

  private single(text: string, split: boolean): void {
    this.sign("'", { apart: true })
    this.words(text.replaceAll("'", "''"), split, true)
    this.sign("'", {})
  }

  /**
   * Runs of spaces, breaks and other characters; a single space that stands past the width becomes a line break, and a line
   * break is written as one more than it is, for reading folds one away.
   */
  private words(text: string, split: boolean, quoted: boolean): void {
    for (const match of text.matchAll(/ +|\n+|[^ \n]+/g)) {
      const run = match[0]
      const inner = !quoted || (match.index > 0 && match.index + run.length < text.length)
      if (run === " " && inner && split && this.column > this.width) this.foldLine()
      else if (run.startsWith("\n")) {
        for (let i = 0; i <= run.length; i++) this.lineBreak()
        this.foldLine()
      } else this.write(run)
    }
  }

  private foldLine(): void {
    this.writeIndent()
    this.whitespace = false
    this.indention = false
  }

  /** Escapes, folded past the width where a space stands or an escape ended, with a backslash at the end of the line. */
  private double(text: string, split: boolean): void {
    this.sign('"', { apart: true })
    const chars = Array.from(text)
    let start = 0
    for (let end = 0; end <= chars.length; end++) {
      const char = chars[end]
      const written = char === undefined ? undefined : escapeChar(char, ASCII)
      if (written === undefined || written !== char) {
        this.write(chars.slice(start, end).join(""))
        start = end
        if (written !== undefined) {
          this.write(written)
          start = end + 1
        }
      }
      const foldable = end > 0 && end < chars.length - 1 && (char === " " || start >= end)
      if (!foldable || !split || this.column + end - start <= this.width) continue
      this.write(`${chars.slice(start, end).join("")}\\`)
      start = Math.max(start, end)
      this.foldLine()
      if (chars[start] === " ") this.write("\\")
    }
    this.sign('"', {})
  }
}

/** A value as YAML text without a final newline. `flow` writes all of it in brackets and braces; `width` is where lines fold. */
export const emitYaml = (value: Value, options: { readonly flow: boolean; readonly width: number }): string =>
  new YamlEmitter(options.flow, options.width).run(value)
