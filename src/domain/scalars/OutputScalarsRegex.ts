import { Either } from "effect"
import type { ClassFlags } from "./OutputScalarsClass.ts"
import { category, outsideLiteral } from "./OutputScalarsClass.ts"
import { PatternCursor, reject, Rejected } from "./OutputScalarsCursor.ts"
import { isRepeatNext, takeRepeat } from "./OutputScalarsRepeat.ts"
import { takeEscapedChar, takeSet } from "./OutputScalarsSet.ts"

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

class Translator {
  private readonly cursor: PatternCursor
  private readonly ignoreCase: boolean
  private flags: Flags
  private depth = 0
  private readonly closed = new Set<number>()
  private longest = ""
  readonly groupNames: Array<string | undefined> = []

  constructor(cursor: PatternCursor, flags: Flags, ignoreCase: boolean) {
    this.cursor = cursor
    this.flags = flags
    this.ignoreCase = ignoreCase
  }

  get literal(): string {
    return this.longest
  }

  all(): string {
    const source = this.alternatives()
    if (!this.cursor.done) reject("unbalanced parenthesis")
    return source
  }

  private alternatives(): string {
    const branches = [this.sequence()]
    while (this.cursor.take("|")) branches.push(this.sequence())
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
    for (;;) {
      this.cursor.skipIgnored(this.flags.verbose)
      if (/^[|)]?$/.test(this.cursor.peek())) break
      const atom = this.atom()
      const repeat = takeRepeat(this.cursor, atom.position !== true, this.flags.verbose)
      const literal = atom.literal ?? ""
      if (literal === "" || repeat?.optional === true) endRun()
      else run += literal
      if (repeat !== undefined) endRun()
      source += atom.source + (repeat?.source ?? "")
    }
    endRun()
    return source
  }

  private atom(): Atom {
    if (isRepeatNext(this.cursor)) return reject("nothing to repeat")
    const char = this.cursor.next()
    switch (char) {
      case "\\":
        return this.escape()
      case "[":
        return { source: takeSet(this.cursor, this.flags) }
      case "(":
        return this.group()
      case ".":
        return { source: this.flags.dotAll ? "[\\s\\S]" : "[^\\n]" }
      case "^":
        return { source: this.flags.multiline ? "(?<![^\\n])" : "^", position: true }
      case "$":
        return { source: this.flags.multiline ? "(?![^\\n])" : "$", position: true }
      default:
        return { source: outsideLiteral(char), literal: char }
    }
  }

  private escape(): Atom {
    const char = this.cursor.next()
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
    const literal = takeEscapedChar(this.cursor, char)
    return { source: outsideLiteral(literal), literal }
  }

  /** `\1` to `\99` name a group; three octal digits name a character. */
  private numberEscape(first: string): Atom {
    const octal = /^[0-7]{2}/.exec(this.cursor.ahead(2))
    if (/[1-3]/.test(first) && octal !== null) {
      this.cursor.skip(2)
      const literal = String.fromCodePoint(parseInt(first + octal[0], 8))
      return { source: outsideLiteral(literal), literal }
    }
    const second = /\d/.test(this.cursor.peek()) ? this.cursor.next() : ""
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

  private group(): Atom {
    if (!this.cursor.take("?")) return { source: this.capture(undefined) }
    if (this.cursor.take("P<")) return { source: this.capture(this.newName()) }
    if (this.cursor.take("P=")) return { source: this.namedReference(this.cursor.until(")", "name")) }
    for (const look of ["=", "!", "<=", "<!"]) {
      // The extra group lets a look-around be repeated, which Python allows and JavaScript does not.
      if (this.cursor.take(look)) return { source: `(?:(?${look}${this.body()}))` }
    }
    if (this.cursor.take(">")) return reject("atomic groups are not supported")
    if (this.cursor.take("(")) return reject("conditional groups are not supported")
    return this.scopedFlags()
  }

  private newName(): string {
    const name = this.cursor.until(">", "name")
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
    if (!this.cursor.take(")")) reject("missing ), unterminated subpattern")
    return source
  }

  private scopedFlags(): Atom {
    const match = /^([aimsux]*)(?:-([imsx]+))?:/.exec(this.cursor.ahead(16))
    if (match === null) return reject(`unsupported extension (?${this.cursor.peek()}`)
    this.cursor.skip(match[0].length)
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
 * (possessive repeats, atomic and conditional groups, a part that ignores case). Two corners differ: a reference to a group that
 * took no part matches nothing rather than failing, and a repeat ends before a turn that would match nothing.
 */
export const translateRegex = (pattern: string): Either.Either<TranslatedRegex, string> =>
  Either.try({
    try: () => {
      const leading = /^(?:\(\?[aimsux]+\))*/.exec(pattern)?.[0] ?? ""
      const ignoreCase = leading.includes("i")
      const translator = new Translator(
        new PatternCursor(pattern, leading.length),
        withFlags(NO_FLAGS, leading, true),
        ignoreCase
      )
      const source = translator.all()
      const flags = ignoreCase ? "giv" : "gv"
      void new RegExp(source, flags)
      return { source, flags, groupNames: translator.groupNames, literal: translator.literal }
    },
    catch: (cause) =>
      cause instanceof Rejected ? cause.reason : cause instanceof Error ? cause.message : String(cause)
  })
