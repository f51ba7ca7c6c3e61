import { Schema } from "effect"

/** A text that is not YAML: what was expected and where. Lines and columns count from 1. */
export class YamlSyntaxError extends Schema.TaggedError<YamlSyntaxError>()("YamlSyntaxError", {
  line: Schema.Number,
  column: Schema.Number,
  reason: Schema.String,
  /** What usually helps. */
  hint: Schema.optional(Schema.String),
  /** The line in question with a caret below the place. */
  snippet: Schema.String
}) {
  override get message(): string {
    return `${this.reason}\n  in "<unicode string>", line ${this.line}, column ${this.column}:\n${this.snippet}`
  }
}

/** Half of the longest line that a snippet shows, before and after the place. */
const SNIPPET_HALF = 36.5

/** The line around `pos`, cut to what a terminal shows, and a caret below the place. */
const snippetAt = (text: string, pos: number, lineStart: number): string => {
  const nextBreak = text.indexOf("\n", pos)
  const lineEnd = nextBreak < 0 ? text.length : nextBreak
  const cutHead = pos - lineStart > SNIPPET_HALF
  const cutTail = lineEnd - pos > SNIPPET_HALF
  const start = cutHead ? pos - Math.floor(SNIPPET_HALF) + 4 : lineStart
  const end = cutTail ? pos + Math.floor(SNIPPET_HALF) - 4 : lineEnd
  const head = cutHead ? " ... " : ""
  const tail = cutTail ? " ... " : ""
  return `    ${head}${text.slice(start, end)}${tail}\n${" ".repeat(4 + head.length + pos - start)}^`
}

/** The error for a place in a text, given as an offset. */
export const yamlErrorAt = (text: string, pos: number, reason: string, hint?: string): YamlSyntaxError => {
  const at = Math.min(pos, text.length)
  const before = text.slice(0, at)
  const lineStart = before.lastIndexOf("\n") + 1
  return new YamlSyntaxError({
    line: before.split("\n").length,
    column: at - lineStart + 1,
    reason,
    ...(hint === undefined ? {} : { hint }),
    snippet: snippetAt(text, at, lineStart)
  })
}
