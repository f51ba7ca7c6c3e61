import type { Value } from "../Value.ts"
import { mapOf } from "../Value.ts"
import type { BareExponents } from "./YamlScalar.ts"
import { resolvePlain } from "./YamlScalar.ts"
import { unescaped } from "./YamlText.ts"

/** What is not written as dumps are, and may mean anything. */
const OTHER = Symbol("other")

type Read<A> = A | typeof OTHER

const ASCII = /^[\n\x20-\x7E]*$/
/** How a text begins that has no quotes and nothing else that could be a sign. */
const PLAIN_START = /^(?:[^-?:#,[\]{}&*!|>'"%@` ]|[-?:][^ ])/
// Whole stretches at a time: an expression that repeats for every character runs out of its stack with a text of megabytes.
const SINGLE = /'([^'\n]*(?:''[^'\n]*)*)'/y
const DOUBLE = /"([^"\\\n]*(?:\\[^\n][^"\\\n]*)*)"/y

/** What is longer, in characters, is left to the library, which no text makes run out of stack. */
const MAX_TEXT = 2 * 1024 * 1024

const MAX_DEPTH = 40
/** The emitter announces longer keys by `?`. */
const MAX_KEY = 128

/** Walks the lines of a text. Lines end with a line feed; the last one may lack it. */
class DumpReader {
  readonly #text: string
  readonly #bareExponents: BareExponents
  /** Where the next thing is: behind the blanks that begin its line, or in the line. */
  #pos = 0
  /** How many blanks begin the line at `#pos`; -1 at the end. */
  #column = 0

  constructor(text: string, bareExponents: BareExponents) {
    this.#text = text
    this.#bareExponents = bareExponents
  }

  root(): Read<Value> {
    this.#toLine(0)
    if (this.#column !== 0) return OTHER
    const value = this.#node(0, 0)
    return this.#atEnd() ? value : OTHER
  }

  #atEnd(): boolean {
    return this.#column === -1
  }

  #toLine(start: number): void {
    let pos = start
    while (this.#text.charCodeAt(pos) === 32) pos++
    this.#column = pos >= this.#text.length ? -1 : pos - start
    this.#pos = pos
  }

  #lineEnd(): number {
    const end = this.#text.indexOf("\n", this.#pos)
    return end < 0 ? this.#text.length : end
  }

  /** Whether a line or what separates two things in it ends at an offset. */
  #endsAt(pos: number): boolean {
    const code = this.#text.charCodeAt(pos)
    return code === 32 || code === 10 || pos >= this.#text.length
  }

  #isItem(): boolean {
    return this.#text.charCodeAt(this.#pos) === 45 && this.#text.charCodeAt(this.#pos + 1) === 32
  }

  /** What stands at a column, over as many lines as it has; the reader is on the line behind it then. */
  #node(column: number, depth: number): Read<Value> {
    if (depth > MAX_DEPTH) return OTHER
    if (this.#isItem()) return this.#list(column, depth)
    const key = this.#key()
    return key === OTHER ? this.#scalar() : this.#map(column, key, depth)
  }

  #list(column: number, depth: number): Read<Value> {
    const items: Array<Value> = []
    do {
      this.#pos += 2
      const item = this.#node(column + 2, depth + 1)
      if (item === OTHER || this.#column > column) return OTHER
      items.push(item)
    } while (this.#column === column && this.#isItem())
    return items
  }

  #map(column: number, first: string, depth: number): Read<Value> {
    const entries = new Map<string, Value>()
    for (let key: Read<string> = first; ; key = this.#key()) {
      if (key === OTHER) return OTHER
      const value = this.#text.charCodeAt(this.#pos) === 32 ? this.#valueBeside() : this.#valueBelow(column, depth)
      if (value === OTHER || this.#column > column) return OTHER
      entries.set(key, value)
      if (this.#column < column) return mapOf(entries)
    }
  }

  #valueBeside(): Read<Value> {
    this.#pos++
    return this.#scalar()
  }

  /** Lists may stand in the column of the name that they belong to. */
  #valueBelow(column: number, depth: number): Read<Value> {
    this.#toLine(this.#pos + 1)
    if (this.#column > column) return this.#node(this.#column, depth + 1)
    return this.#column === column && this.#isItem() ? this.#list(column, depth + 1) : null
  }

  /** A name and its colon, the reader behind them then; or else where it was. */
  #key(): Read<string> {
    const start = this.#pos
    const quoted = this.#quoted()
    if (quoted !== OTHER) {
      if (this.#text.charCodeAt(this.#pos) === 58 && this.#endsAt(this.#pos + 1)) {
        this.#pos++
        return quoted
      }
      this.#pos = start
      return OTHER
    }
    const end = this.#lineEnd()
    let colon = this.#text.indexOf(":", start)
    while (colon >= 0 && !this.#endsAt(colon + 1)) colon = this.#text.indexOf(":", colon + 1)
    if (colon < 0 || colon >= end || colon - start > MAX_KEY) return OTHER
    const name = this.#text.slice(start, colon)
    if (!this.#isPlain(name) || name === "<<") return OTHER
    this.#pos = colon + 1
    return name
  }

  /** Something on the rest of the line, in quotes or not. */
  #scalar(): Read<Value> {
    const end = this.#lineEnd()
    const value = this.#scalarUpTo(end)
    this.#toLine(end + 1)
    return value
  }

  #scalarUpTo(end: number): Read<Value> {
    const text = this.#text.slice(this.#pos, end)
    if (text === "[]") return []
    if (text === "{}") return {}
    if (this.#isPlain(text)) return resolvePlain(text, this.#bareExponents)
    const quoted = this.#quoted()
    return this.#pos === end ? quoted : OTHER
  }

  #isPlain(text: string): boolean {
    return (
      PLAIN_START.test(text) &&
      !text.includes(": ") &&
      !text.includes(" #") &&
      !text.endsWith(":") &&
      !text.endsWith(" ") &&
      !text.startsWith("---") &&
      !text.startsWith("...") &&
      text !== "="
    )
  }

  /** A text in quotes on one line, the reader behind it then; or else where it was. */
  #quoted(): Read<string> {
    const single = this.#text.charCodeAt(this.#pos) === 39
    const pattern = single ? SINGLE : DOUBLE
    pattern.lastIndex = this.#pos
    const [whole, inside = ""] = pattern.exec(this.#text) ?? []
    if (whole === undefined) return OTHER
    const text = single ? inside.replaceAll("''", "'") : unescaped(inside)
    if (text === undefined) return OTHER
    this.#pos += whole.length
    return text
  }
}

/**
 * Reads what emitters write in block style: names, dashes, and values on one line, in printable ASCII. Attributes of runs are of
 * this form, and they are read by the thousand; so are most values of flags. `undefined` for a text of any other form, which is
 * for the library: both read this form alike.
 */
export const readDumped = (text: string, bareExponents: BareExponents): Value | undefined => {
  if (text.length > MAX_TEXT || !ASCII.test(text)) return undefined
  const value = new DumpReader(text, bareExponents).root()
  return value === OTHER ? undefined : value
}
