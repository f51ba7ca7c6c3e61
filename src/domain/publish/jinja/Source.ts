import type { Known } from "./Cursor.ts"
import { Cursor } from "./Cursor.ts"
import type { Frame, Part } from "./Frame.ts"
import type { Piece } from "./Lexer.ts"
import { lex } from "./Lexer.ts"
import { TemplateFault } from "./TemplateFault.ts"

/** Reads the pieces of one template, one after the other, and collects the blocks that it defines. */
export class Source {
  readonly template: string
  readonly blocks: Map<string, Part> = new Map()
  /** Names that expressions read, in the order in which they stand there. */
  readonly names: Array<string> = []
  private readonly known: Known
  private readonly pieces: ReadonlyArray<Piece>
  private pos = 0
  constructor(template: string, text: string, known: Known) {
    this.template = template
    this.known = known
    this.pieces = lex(template, text)
  }
  next(): Piece | undefined {
    const piece = this.pieces[this.pos]
    this.pos += 1
    return piece
  }
  cursor(tokens: ConstructorParameters<typeof Cursor>[1]): Cursor {
    return new Cursor(this.template, tokens, this.known, this.names)
  }
  refuse(message: string, line: number): never {
    throw new TemplateFault(message, this.template, line)
  }
}

/** Parts printed one after the other. Behind an `extends` they still set names, and print nothing. */
export const sequence =
  (parts: ReadonlyArray<Part>): Part =>
  (frame: Frame) => {
    for (const part of parts) part(frame.family.parent === undefined ? frame : { ...frame, out: [] })
  }
