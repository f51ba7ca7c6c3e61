import type { Token } from "./Lexer.ts"
import { TemplateFault } from "./TemplateFault.ts"

/** Reads the tokens of one tag, one after the other. */
export class Cursor {
  readonly template: string
  readonly known: Known
  /** Collects the names that expressions read. */
  readonly names: Array<string>
  private readonly tokens: ReadonlyArray<Token>
  private pos = 0
  constructor(template: string, tokens: ReadonlyArray<Token>, known: Known, names: Array<string>) {
    this.template = template
    this.tokens = tokens
    this.known = known
    this.names = names
  }
  get token(): Token {
    return this.tokens[this.pos] ?? { kind: "end", text: "end of tag", line: this.tokens.at(-1)?.line ?? 1 }
  }
  get line(): number {
    return this.token.line
  }
  peek(text: string, ahead = 0): boolean {
    const token = this.tokens[this.pos + ahead]
    return token !== undefined && (token.kind === "op" || token.kind === "name") && token.text === text
  }
  next(): Token {
    const token = this.token
    this.pos += 1
    return token
  }
  take(text: string): boolean {
    if (!this.peek(text)) return false
    this.pos += 1
    return true
  }
  expect(text: string): void {
    if (!this.take(text)) this.refuse(`expected token '${text}', got '${this.token.text}'`)
  }
  name(): string {
    return this.token.kind === "name" ? this.next().text : this.refuse(`expected a name, got '${this.token.text}'`)
  }
  end(): void {
    if (this.token.kind !== "end") this.refuse(`expected end of tag, got '${this.token.text}'`)
  }
  refuse(message: string, line = this.line): never {
    throw new TemplateFault(message, this.template, line)
  }
}

/** Names of the filters and tests that there are: a template that uses another is refused before it is rendered. */
export interface Known {
  readonly filters: ReadonlySet<string>
  readonly tests: ReadonlySet<string>
}
