import type { YAMLError } from "yaml"

/** What a complaint of the library says to whoever wrote the text. */
interface Reason {
  readonly reason: string
  /** What usually lies behind it. */
  readonly hint?: string
  /** Where it is, if the library points elsewhere. */
  readonly at?: number
}

const COLON = "put a value with ': ' in it in quotes, and end each name with a colon"
const INDENT = "indent this line as the lines that it belongs to"
const CLOSE = "close what was opened with a quote or a bracket"
const QUOTES = "put the value in quotes"
const BRACKETS = "put a value with brackets or braces in it in quotes"

/** The first character from an offset on that is no blank. */
const afterBlanks = (text: string, from: number): number => {
  let at = from
  while (text.charAt(at) === " ") at++
  return at
}

/** The colon behind the name that begins at an offset. */
const colonAfter = (text: string, from: number): number => {
  const found = text.slice(from).search(/:(?:\s|$)/)
  return found < 0 ? from : from + found
}

/** What a list in brackets or a map in braces lacks, of which the library says that it must end with the one or the other. */
const unclosed = (message: string): Reason => ({ reason: `expected ',' or '${message.slice(-1)}'`, hint: CLOSE })

/** Something that the text goes on with where it should not. */
const unexpected = (message: string, text: string, at: number): Reason => {
  if (message.includes("in YAML stream"))
    return { reason: `nothing is open here that '${text.charAt(at)}' would close` }
  if (/^Unexpected flow-(?:map|seq)-start/.test(message))
    return { reason: `a value ends before this '${text.charAt(at)}'`, hint: BRACKETS }
  const beginsLine = /(?:^|\n) *$/.test(text.slice(0, at))
  return beginsLine
    ? { reason: "a name stands where a list item is expected", hint: INDENT }
    : { reason: "a value ends before this text", hint: QUOTES }
}

const lowerFirst = (message: string): string => message.charAt(0).toLowerCase() + message.slice(1)

/** A complaint in guild's words, which are the original's where they are as good. */
export const reasonOf = ({ code, message, pos: [at] }: YAMLError, text: string): Reason => {
  switch (code) {
    case "BLOCK_AS_IMPLICIT_KEY":
      return message.startsWith("Nested")
        ? { reason: "mapping values are not allowed here", hint: COLON, at: colonAfter(text, at) }
        : { reason: "a list item stands where a name is expected", hint: INDENT, at: afterBlanks(text, at) }
    case "MULTILINE_IMPLICIT_KEY":
      return message.includes("flow sequence")
        ? { ...unclosed("]"), at: colonAfter(text, at) }
        : { reason: "could not find expected ':'", hint: COLON }
    case "MISSING_CHAR":
      if (message.startsWith("Implicit map keys")) return { reason: "could not find expected ':'", hint: COLON }
      if (message.startsWith("Missing closing")) return { reason: "a text in quotes does not end", hint: CLOSE }
      if (message.startsWith("Flow")) return unclosed(message)
      if (message.startsWith("Missing ,"))
        return { reason: "expected ',' before this", hint: /[[{]/.test(text.charAt(at)) ? BRACKETS : QUOTES }
      if (message.startsWith("Sequence item"))
        return { reason: lowerFirst(message), hint: INDENT, at: afterBlanks(text, at) }
      return { reason: lowerFirst(message) }
    case "BAD_INDENT":
      return message.startsWith("Flow")
        ? unclosed(message)
        : { reason: lowerFirst(message), hint: INDENT, at: afterBlanks(text, at) }
    case "BLOCK_IN_FLOW":
      return { reason: "mapping values are not allowed here", hint: COLON, at: colonAfter(text, at) }
    case "UNEXPECTED_TOKEN":
      return unexpected(message, text, at)
    case "BAD_SCALAR_START":
      return { reason: lowerFirst(message), hint: QUOTES }
    case "BAD_DQ_ESCAPE":
      return { reason: lowerFirst(message), hint: "a backslash in a text is written twice, or once in single quotes" }
    case "TAB_AS_INDENT":
      return { reason: lowerFirst(message), hint: "indent with blanks, not with tabs" }
    case "TAG_RESOLVE_FAILED":
      return {
        reason: message.startsWith("Unresolved tag: ")
          ? `could not determine a constructor for the tag '${message.slice("Unresolved tag: ".length)}'`
          : message
      }
    default:
      return { reason: lowerFirst(message) }
  }
}
