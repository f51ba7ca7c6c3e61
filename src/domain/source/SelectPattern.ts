import type { SelectRule } from "../ops/OpDef.ts"

const escapeChar = (char: string): string => (/[\\^$.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char)

const escapeInClass = (char: string): string => (char === "-" ? "\\-" : escapeChar(char))

/** The members of a `[...]` set as a JavaScript class; ranges keep their dash, everything else is literal. */
const classBody = (chars: ReadonlyArray<string>): string => {
  const parts: Array<string> = []
  for (let i = 0; i < chars.length; i++) {
    const from = chars[i] ?? ""
    const to = chars[i + 2]
    if (chars[i + 1] === "-" && to !== undefined) {
      // A range that runs backwards holds nothing.
      if (from <= to) parts.push(`${escapeInClass(from)}-${escapeInClass(to)}`)
      i += 2
    } else parts.push(escapeInClass(from))
  }
  return parts.join("")
}

const setToRegExp = (chars: ReadonlyArray<string>): string => {
  const negated = chars[0] === "!"
  const body = classBody(negated ? chars.slice(1) : chars)
  if (body === "") return negated ? "." : "(?!)"
  return `[${negated ? "^" : ""}${body}]`
}

/** Where the set that opens at `open` closes, or -1: a `]` right after the opening (or its `!`) is a member. */
const setEnd = (chars: ReadonlyArray<string>, open: number): number =>
  chars.indexOf("]", open + (chars[open + 1] === "!" ? 3 : 2))

/**
 * A shell pattern as Python's `fnmatch` reads it: `*` is any text with `/` in it or not, `?` one character, `[seq]` and
 * `[!seq]` a set; a set without its end is literal. It matches the whole of a text, with upper and lower case apart.
 */
export const globToRegExp = (pattern: string): RegExp => {
  const chars = Array.from(pattern)
  let source = ""
  for (let i = 0; i < chars.length; i++) {
    const char = chars[i] ?? ""
    if (char === "*") {
      // Several stars say the same as one, and one does not backtrack.
      if (chars[i - 1] !== "*") source += ".*"
    } else if (char === "?") source += "."
    else if (char === "[" && setEnd(chars, i) > 0) {
      const end = setEnd(chars, i)
      source += setToRegExp(chars.slice(i + 1, end))
      i = end
    } else source += escapeChar(char)
  }
  return new RegExp(`^${source}$`, "su")
}

/** The last part of a `/`-path. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1)

/**
 * A test of `/`-paths relative to the root. A pattern without `/` is held against the name alone; one with a `/` against the
 * whole path, where a leading `/` (or `./`) says no more than that.
 */
const globMatcher = (pattern: string): ((path: string) => boolean) => {
  const anchored = pattern.replace(/^(?:\.?\/)+/, "")
  const expression = globToRegExp(anchored)
  return pattern.includes("/") ? (path) => expression.test(path) : (path) => expression.test(baseName(path))
}

/** A regular expression is held against the start of the whole path. */
const regexMatcher = (pattern: string): ((path: string) => boolean) => {
  const expression = new RegExp(`^(?:${pattern})`, "u")
  return (path) => expression.test(path)
}

/** Whether any pattern of a rule matches a `/`-path relative to the root. Throws on a regular expression with an error in it. */
export const compilePatterns = (rule: Pick<SelectRule, "patterns" | "regex">): ((path: string) => boolean) => {
  const [only, ...more] = rule.patterns.map(rule.regex ? regexMatcher : globMatcher)
  if (only === undefined) return () => false
  return more.length === 0 ? only : (path) => only(path) || more.some((matches) => matches(path))
}
