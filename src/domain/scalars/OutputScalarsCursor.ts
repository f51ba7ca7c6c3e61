/** Why a regular expression cannot be had; thrown and caught within the translation alone. */
export class Rejected {
  readonly reason: string
  constructor(reason: string) {
    this.reason = reason
  }
}

/** Gives a pattern up, for the reason that the user will read. Thrown within the translator alone, which makes a value of it. */
export const reject = (reason: string): never => {
  throw new Rejected(reason)
}

/** A place in a regular expression, counted in whole characters. */
export class PatternCursor {
  private readonly chars: ReadonlyArray<string>
  private pos: number

  constructor(pattern: string, start: number) {
    this.chars = Array.from(pattern)
    this.pos = start
  }

  get done(): boolean {
    return this.pos >= this.chars.length
  }

  /** The next character, or the empty string at the end. */
  peek(): string {
    return this.chars[this.pos] ?? ""
  }

  next(): string {
    const char = this.peek()
    this.pos += 1
    return char
  }

  /** As many of the next characters as there are, up to `length`. */
  ahead(length: number): string {
    return this.chars.slice(this.pos, this.pos + length).join("")
  }

  skip(length: number): void {
    this.pos += length
  }

  /** Takes `text` if it comes next. */
  take(text: string): boolean {
    if (!this.ahead(text.length).startsWith(text)) return false
    this.pos += text.length
    return true
  }

  /** Takes everything up to `end`, and `end` itself, which is not part of the result. */
  until(end: string, what: string): string {
    const from = this.pos
    while (!this.done && this.peek() !== end) this.pos += 1
    if (this.done) reject(`missing ${end}, unterminated ${what}`)
    return this.chars.slice(from, this.pos++).join("")
  }

  /** Passes over what means nothing: comments, and where the expression is verbose, blanks and the rest of a line behind `#`. */
  skipIgnored(verbose: boolean): void {
    for (;;) {
      if (this.take("(?#")) this.until(")", "comment")
      else if (verbose && /^[ \t\n\r\f\v]$/.test(this.peek())) this.pos += 1
      else if (verbose && this.peek() === "#") while (!this.done && this.next() !== "\n") continue
      else return
    }
  }
}
