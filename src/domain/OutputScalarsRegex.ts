import { Either } from "effect"
import type { ClassFlags } from "./OutputScalarsClass.ts"
import { category, classLiteral, escapedCodePoint, outsideLiteral } from "./OutputScalarsClass.ts"

/** A Python regular expression, said in JavaScript's words. */
export interface TranslatedRegex {
  /** For `new RegExp(source, flags)`. All groups are numbered there; their names are in `groupNames`. */
  readonly source: string
  readonly flags: "gv" | "giv"
  /** The name of each group, the first group at 0; `undefined` for a group without a name. */
  readonly groupNames: ReadonlyArray<string | undefined>
  /** Text that every match holds, for a cheap look before the expression runs; empty where none is known. */
  readonly literal: string
}

/** Why an expression cannot be had; never leaves this module. */
class Rejected {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

const reject = (reason: string): never => {
  throw new Rejected(reason)
}

interface Flags extends ClassFlags {
  readonly multiline: boolean
  readonly dotAll: boolean
  readonly verbose: boolean
}

interface Atom {
  readonly source: string
  /** The one character this atom stands for, if it does. */
  readonly literal?: string
  /** A position such as `^` or `\b`, which Python does not repeat. */
  readonly position?: boolean
}

const QUANTIFIER = /^(?:[*+?]|\{(\d*)(?:(,)(\d*))?\})/

/** `{}` is text. */
const isQuantifier = (match: RegExpExecArray | null): match is RegExpExecArray => match !== null && match[0] !== "{}"

class Translator {
  private readonly chars: ReadonlyArray<string>
  private readonly ignoreCase: boolean
  private flags: Flags
  private pos: number
  private depth = 0
  private readonly closed = new Set<number>()
  private longest = ""
  readonly groupNames: Array<string | undefined> = []

  constructor(pattern: string, start: number, flags: Flags, ignoreCase: boolean) {
    this.chars = Array.from(pattern)
    this.pos = start
    this.flags = flags
    this.ignoreCase = ignoreCase
  }

  get literal(): string {
    return this.longest
  }

  all(): string {
    const source = this.alternatives()
    if (this.pos < this.chars.length) reject("unbalanced parenthesis")
    return source
  }

  private peek(): string {
    return this.chars[this.pos] ?? ""
  }

  private next(): string {
    const char = this.peek()
    this.pos += 1
    return char
  }

  /** Takes `text` if it comes next. */
  private take(text: string): boolean {
    if (!this.ahead(text.length).startsWith(text)) return false
    this.pos += text.length
    return true
  }

  private ahead(length: number): string {
    return this.chars.slice(this.pos, this.pos + length).join("")
  }

  private until(end: string, what: string): string {
    const from = this.pos
    while (this.pos < this.chars.length && this.peek() !== end) this.pos += 1
    if (this.pos >= this.chars.length) reject(`missing ${end}, unterminated ${what}`)
    return this.chars.slice(from, this.pos++).join("")
  }

  private alternatives(): string {
    const branches = [this.sequence()]
    while (this.take("|")) branches.push(this.sequence())
    // Only text that stands in every branch would be required; with several branches none is looked for.
    if (branches.length > 1 && this.depth === 0) this.longest = ""
    return branches.join("|")
  }

  private sequence(): string {
    let source = ""
    let run = ""
    const endRun = () => {
      if (this.depth === 0 && !this.ignoreCase && run.length > this.longest.length) this.longest = run
      run = ""
    }
    while (this.pos < this.chars.length && this.peek() !== "|" && this.peek() !== ")") {
      if (this.flags.verbose && this.skipVerbose()) continue
      const atom = this.atom()
      const quantifier = this.quantifier(atom)
      const literal = atom.literal ?? ""
      if (literal === "" || quantifier?.optional === true) endRun()
      else run += literal
      if (quantifier !== undefined) endRun()
      source += quantifier === undefined ? atom.source : `${atom.source}${quantifier.source}`
    }
    endRun()
    return source
  }

  private skipVerbose(): boolean {
    if (/^[ \t\n\r\f\v]$/.test(this.peek())) {
      this.pos += 1
      return true
    }
    if (this.peek() !== "#") return false
    while (this.pos < this.chars.length && this.next() !== "\n") continue
    return true
  }

  private quantifier(atom: Atom): { readonly source: string; readonly optional: boolean } | undefined {
    if (this.flags.verbose) while (this.skipVerbose()) continue
    const match = QUANTIFIER.exec(this.ahead(24))
    if (!isQuantifier(match)) return undefined
    if (atom.source === "" || atom.position === true) return reject("nothing to repeat")
    this.pos += match[0].length
    const [text, low = "", comma, high = ""] = match
    if (low !== "" && high !== "" && Number(low) > Number(high)) reject("min repeat greater than max repeat")
    const source = text.startsWith("{") ? `{${low === "" ? "0" : low}${comma ?? ""}${high}}` : text
    const lazy = this.take("?") ? "?" : ""
    if (lazy === "" && this.peek() === "+") reject("possessive repeats are not supported")
    if (isQuantifier(QUANTIFIER.exec(this.ahead(24)))) reject("multiple repeat")
    return { source: source + lazy, optional: /^(?:[*?]|\{0*[,}])/.test(source) }
  }

  private atom(): Atom {
    const char = this.next()
    switch (char) {
      case "\\":
        return this.escape()
      case "[":
        return { source: this.charClass() }
      case "(":
        return this.group()
      case ".":
        return { source: this.flags.dotAll ? "[\\s\\S]" : "[^\\n]" }
      case "^":
        return { source: this.flags.multiline ? "(?<![^\\n])" : "^", position: true }
      case "$":
        return { source: this.flags.multiline ? "(?![^\\n])" : "$", position: true }
      case "*":
      case "+":
      case "?":
        return reject("nothing to repeat")
      default:
        if (char === "{" && isQuantifier(QUANTIFIER.exec(char + this.ahead(24)))) return reject("nothing to repeat")
        return { source: outsideLiteral(char), literal: char }
    }
  }

  private escape(): Atom {
    const char = this.next()
    if (char === "") return reject("bad escape (end of pattern)")
    const set = category(char, this.flags)
    if (set !== undefined) return { source: `[${set}]` }
    const word = category("w", this.flags) ?? ""
    switch (char) {
      case "A":
        return { source: "(?<![\\s\\S])", position: true }
      case "Z":
        return { source: "(?![\\s\\S])", position: true }
      case "b":
        return { source: `(?:(?<=[${word}])(?![${word}])|(?<![${word}])(?=[${word}]))`, position: true }
      case "B":
        return { source: `(?:(?<=[${word}])(?=[${word}])|(?<![${word}])(?![${word}]))`, position: true }
      default:
        return /[1-9]/.test(char) ? this.numberEscape(char) : this.literalEscape(char)
    }
  }

  private literalEscape(char: string): Atom {
    const literal = this.escapedChar(char)
    return { source: outsideLiteral(literal), literal }
  }

  private escapedChar(char: string): string {
    const escaped = escapedCodePoint(char, this.ahead(8))
    if (escaped === undefined) return reject(`bad escape \\${char}`)
    this.pos += escaped.length
    return escaped.char
  }

  /** `\1` to `\99` name a group; three octal digits name a character. */
  private numberEscape(first: string): Atom {
    const octal = /^[0-7]{2}/.exec(this.ahead(2))
    if (/[1-3]/.test(first) && octal !== null) {
      this.pos += 2
      const literal = String.fromCodePoint(parseInt(first + octal[0], 8))
      return { source: outsideLiteral(literal), literal }
    }
    const second = /\d/.test(this.peek()) ? this.next() : ""
    return { source: this.reference(Number(first + second)) }
  }

  private reference(group: number): string {
    if (group > this.groupNames.length) return reject(`invalid group reference ${group}`)
    if (!this.closed.has(group)) return reject("cannot refer to an open group")
    return `(?:\\${group})`
  }

  private namedReference(name: string): string {
    const index = this.groupNames.indexOf(name)
    return index < 0 ? reject(`unknown group name '${name}'`) : this.reference(index + 1)
  }

  private charClass(): string {
    const negate = this.take("^") ? "^" : ""
    let body = ""
    for (let first = true; first || this.peek() !== "]"; first = false) {
      if (this.pos >= this.chars.length) return reject("unterminated character set")
      const low = this.classItem()
      if (this.peek() === "-" && this.ahead(2) !== "-]" && this.ahead(2).length === 2) {
        this.pos += 1
        const high = this.classItem()
        if (low.char === undefined || high.char === undefined) return reject("bad character range")
        if ((low.char.codePointAt(0) ?? 0) > (high.char.codePointAt(0) ?? 0)) {
          return reject(`bad character range ${low.char}-${high.char}`)
        }
        body += `${low.source}-${high.source}`
      } else body += low.source
    }
    this.pos += 1
    return `[${negate}${body}]`
  }

  private classItem(): { readonly source: string; readonly char?: string } {
    const char = this.next()
    if (char !== "\\") return { source: classLiteral(char), char }
    const escaped = this.next()
    if (escaped === "") return reject("unterminated character set")
    const set = category(escaped, this.flags)
    if (set !== undefined) return { source: set }
    const literal = escaped === "b" ? "\b" : this.escapedChar(escaped)
    return { source: classLiteral(literal), char: literal }
  }

  private group(): Atom {
    if (!this.take("?")) return { source: this.capture(undefined) }
    if (this.take("P<")) return { source: this.capture(this.newName()) }
    if (this.take("P=")) return { source: this.namedReference(this.until(")", "name")) }
    if (this.take("#")) {
      this.until(")", "comment")
      return { source: "" }
    }
    for (const look of ["=", "!", "<=", "<!"]) {
      // The extra group lets a look-around be repeated, which Python allows and JavaScript does not.
      if (this.take(look)) return { source: `(?:(?${look}${this.body()}))` }
    }
    if (this.take(">")) return reject("atomic groups are not supported")
    if (this.take("(")) return reject("conditional groups are not supported")
    return this.scopedFlags()
  }

  private newName(): string {
    const name = this.until(">", "name")
    if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(name)) reject(`bad character in group name '${name}'`)
    if (this.groupNames.includes(name)) reject(`redefinition of group name '${name}'`)
    return name
  }

  private capture(name: string | undefined): string {
    const index = this.groupNames.push(name)
    const source = `(${this.body()})`
    this.closed.add(index)
    return source
  }

  private body(): string {
    const outer = this.flags
    this.depth += 1
    const source = this.alternatives()
    this.depth -= 1
    this.flags = outer
    if (!this.take(")")) reject("missing ), unterminated subpattern")
    return source
  }

  private scopedFlags(): Atom {
    const match = /^([aimsux]*)(?:-([imsx]+))?:/.exec(this.ahead(16))
    if (match === null) return reject(`unsupported extension (?${this.peek()}`)
    this.pos += match[0].length
    const [, on = "", off = ""] = match
    if ((on.includes("i") && !this.ignoreCase) || (off.includes("i") && this.ignoreCase)) {
      return reject("case can only be ignored in the whole pattern, with (?i) at its start")
    }
    const outer = this.flags
    this.flags = withFlags(withFlags(outer, on, true), off, false)
    const source = `(?:${this.body()})`
    this.flags = outer
    return { source }
  }
}

const withFlags = (flags: Flags, letters: string, value: boolean): Flags => ({
  ascii: letters.includes("a") ? value : letters.includes("u") ? false : flags.ascii,
  multiline: letters.includes("m") ? value : flags.multiline,
  dotAll: letters.includes("s") ? value : flags.dotAll,
  verbose: letters.includes("x") ? value : flags.verbose
})

const NO_FLAGS: Flags = { ascii: false, multiline: false, dotAll: false, verbose: false }

/**
 * Says a regular expression of Python's `re` (for text, not bytes) in JavaScript, with the same matches on a single line.
 * The left side is a phrase why it cannot be: the expression is not valid, or uses what JavaScript has no words for
 * (possessive repeats, atomic and conditional groups, a part that ignores case).
 */
export const translateRegex = (pattern: string): Either.Either<TranslatedRegex, string> =>
  Either.try({
    try: () => {
      const leading = /^(?:\(\?[aimsux]+\))*/.exec(pattern)?.[0] ?? ""
      const ignoreCase = leading.includes("i")
      const translator = new Translator(pattern, leading.length, withFlags(NO_FLAGS, leading, true), ignoreCase)
      const source = translator.all()
      const flags = ignoreCase ? "giv" : "gv"
      void new RegExp(source, flags)
      return { source, flags, groupNames: translator.groupNames, literal: translator.literal }
    },
    catch: (cause) =>
      cause instanceof Rejected ? cause.reason : cause instanceof Error ? cause.message : String(cause)
  })
