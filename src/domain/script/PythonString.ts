const SIMPLE: Readonly<Record<string, string>> = {
  "\n": "",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v"
}

const ESCAPE = /\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g

const unescape = (escape: string): string => {
  const char = escape[1] ?? ""
  if (/^[xuU]./.test(escape.slice(1))) {
    const code = Number.parseInt(escape.slice(2), 16)
    return code > 0x10ffff ? escape : String.fromCodePoint(code)
  }
  if (/[0-7]/.test(char)) return String.fromCodePoint(Number.parseInt(escape.slice(1), 8))
  return Object.hasOwn(SIMPLE, char) ? (SIMPLE[char] ?? escape) : escape
}

/**
 * The text of a Python string literal with its prefix and quotes; `undefined` for bytes and for text with replacements in it.
 * An escape that Python does not know stays as written, `\N{...}` included.
 */
export const pythonString = (literal: string): string | undefined => {
  const match = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/.exec(literal)
  if (match === null) return undefined
  const prefix = (match[1] ?? "").toLowerCase()
  const body = (match[3] ?? "").replace(/\r\n?/g, "\n")
  if (prefix === "r") return body
  return prefix === "" || prefix === "u" ? body.replace(ESCAPE, unescape) : undefined
}
