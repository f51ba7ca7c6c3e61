/** Which letters, digits and blanks `\w`, `\d` and `\s` mean: those of Unicode, or of ASCII alone. */
export interface ClassFlags {
  readonly ascii: boolean
}

const ASCII = { d: "0-9", w: "A-Za-z0-9_", s: " \\t\\n\\r\\f\\v" } as const

/** What Python's `str.isdecimal`, `isalnum` and `isspace` say yes to. */
const UNICODE = {
  d: "\\p{Nd}",
  w: "\\p{L}\\p{N}_",
  s: "\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000"
} as const

/** The members of `\d`, `\w`, `\s` or their opposites for use between brackets; `undefined` for any other letter. */
export const category = (letter: string, flags: ClassFlags): string | undefined => {
  const sets = flags.ascii ? ASCII : UNICODE
  switch (letter) {
    case "d":
    case "w":
    case "s":
      return sets[letter]
    case "D":
      return `[^${sets.d}]`
    case "W":
      return `[^${sets.w}]`
    case "S":
      return `[^${sets.s}]`
    default:
      return undefined
  }
}

/** A character as itself outside brackets. */
export const outsideLiteral = (char: string): string => (/[\^$\\.*+?()[\]{}|/]/.test(char) ? `\\${char}` : char)

/** A character as itself between brackets, where most punctuation has or may get a meaning. */
export const classLiteral = (char: string): string =>
  /[A-Za-z0-9_]/.test(char) ? char : `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`

const CONTROL = new Map([
  ["a", "\x07"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"]
])

const hexadecimal = (digits: number, after: string): { readonly char: string; readonly length: number } | undefined => {
  const text = after.slice(0, digits)
  const code = /^[0-9a-fA-F]+$/.test(text) && text.length === digits ? parseInt(text, 16) : Infinity
  return code <= 0x10ffff ? { char: String.fromCodePoint(code), length: digits } : undefined
}

/**
 * The character that a backslash before `char` means, and how many of the characters in `after` belong to it.
 * `undefined` where Python calls it a bad escape.
 */
export const escapedCodePoint = (
  char: string,
  after: string
): { readonly char: string; readonly length: number } | undefined => {
  const control = CONTROL.get(char)
  if (control !== undefined) return { char: control, length: 0 }
  if (char === "x") return hexadecimal(2, after)
  if (char === "u") return hexadecimal(4, after)
  if (char === "U") return hexadecimal(8, after)
  if (/[0-7]/.test(char)) {
    const digits = (/^[0-7]{0,2}/.exec(after) ?? [""])[0]
    return { char: String.fromCodePoint(parseInt(char + digits, 8)), length: digits.length }
  }
  return /[A-Za-z0-9]/.test(char) ? undefined : { char, length: 0 }
}
