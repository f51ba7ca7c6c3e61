import { Either, Schema } from "effect"

/** A command line whose quotes or escapes do not close. */
export class ShlexError extends Schema.TaggedError<ShlexError>()("ShlexError", {
  text: Schema.String,
  reason: Schema.Literal("No closing quotation", "No escaped character")
}) {
  override get message(): string {
    return `${this.reason}: ${this.text}`
  }
}

/**
 * The words of a POSIX command line: split at white space, with `'...'` taken as it is, `"..."` with `\"` and `\\` escapes, and a
 * backslash elsewhere taking the next character as it is. No comments, no expansion: as Python's `shlex.split`.
 */
export const splitShell = (text: string): Either.Either<ReadonlyArray<string>, ShlexError> => {
  const words: Array<string> = []
  let word: string | undefined
  let quote = ""
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (quote === "'") {
      if (char === "'") quote = ""
      else word = (word ?? "") + char
    } else if (char === "\\") {
      const next = text.charAt(++i)
      if (next === "") return Either.left(new ShlexError({ text, reason: "No escaped character" }))
      word = (word ?? "") + (quote === '"' && next !== '"' && next !== "\\" ? `\\${next}` : next)
    } else if (quote === '"') {
      if (char === '"') quote = ""
      else word = (word ?? "") + char
    } else if (char === "'" || char === '"') {
      quote = char
      word ??= ""
    } else if (/[ \t\r\n]/.test(char)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? "") + char
  }
  if (quote !== "") return Either.left(new ShlexError({ text, reason: "No closing quotation" }))
  if (word !== undefined) words.push(word)
  return Either.right(words)
}

/**
 * A word as a POSIX shell takes it back: bare where that is safe, else in single quotes; a word that has single quotes around
 * it and nothing special inside goes in double quotes, which is easier to read.
 */
export const quoteShell = (word: string): string => {
  if (word === "") return "''"
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (/^'[^'"\\$`!]*'$/.test(word)) return `"${word}"`
  return `'${word.replaceAll("'", `'"'"'`)}'`
}
