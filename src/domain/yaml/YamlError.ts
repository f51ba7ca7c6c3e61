import { Schema } from "effect"

/** A text that is not YAML: what was expected and where. Lines and columns count from 1. */
export class YamlSyntaxError extends Schema.TaggedError<YamlSyntaxError>()("YamlSyntaxError", {
  line: Schema.Number,
  column: Schema.Number,
  reason: Schema.String,
  /** What was being read when it went wrong, such as `while parsing a flow sequence`. */
  context: Schema.optional(Schema.String),
  /** The line in question with a caret below the place. */
  snippet: Schema.String
}) {
  override get message(): string {
    const context = this.context === undefined ? "" : `${this.context}\n`
    return `${context}${this.reason}\n  in "<unicode string>", line ${this.line}, column ${this.column}:\n${this.snippet}`
  }
}

/** Half of the longest line that a snippet shows, before and after the place. */
const SNIPPET_HALF = 36.5

/** The line around `pos`, cut to what a terminal shows, and a caret below the place. */
const snippetAt = (text: string, pos: number, lineStart: number): string => {
  let lineEnd = pos
  while (lineEnd < text.length && !"\r\n\x85\u2028\u2029".includes(text.charAt(lineEnd))) lineEnd++
  const cutHead = pos - lineStart > SNIPPET_HALF
  const cutTail = lineEnd - pos > SNIPPET_HALF
  const start = cutHead ? pos - Math.floor(SNIPPET_HALF) + 4 : lineStart
  const end = cutTail ? pos + Math.floor(SNIPPET_HALF) - 4 : lineEnd
  const head = cutHead ? " ... " : ""
  const tail = cutTail ? " ... " : ""
  return `    ${head}${text.slice(start, end)}${tail}\n${" ".repeat(4 + head.length + pos - start)}^`
}

/** The error for a place in a text, given as an offset. */
export const yamlErrorAt = (text: string, pos: number, reason: string, context?: string): YamlSyntaxError => {
  let line = 1
  let lineStart = 0
  for (let i = 0; i < pos; i++) {
    const char = text.charAt(i)
    if (!"\r\n\x85\u2028\u2029".includes(char)) continue
    if (char === "\r" && text.charAt(i + 1) === "\n") continue
    line++
    lineStart = i + 1
  }
  return new YamlSyntaxError({
    line,
    column: pos - lineStart + 1,
    reason,
    ...(context === undefined ? {} : { context }),
    snippet: snippetAt(text, pos, lineStart)
  })
}
