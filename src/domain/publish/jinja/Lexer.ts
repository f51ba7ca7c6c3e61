import { TemplateFault } from "./TemplateFault.ts"

export interface Token {
  readonly kind: "name" | "str" | "int" | "float" | "op" | "end"
  readonly text: string
  readonly line: number
}

/** A template's source in order: text as it is, and what stands in `{{ }}` and `{% %}`. */
export type Piece =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "print" | "block"; readonly tokens: ReadonlyArray<Token>; readonly line: number }

const OPEN = /\{\{|\{%|\{#/g
const TOKEN =
  /\s+|([A-Za-z_]\w*)|(\d[\d_]*(?:\.\d[\d_]*(?:[eE][+-]?\d+)?|[eE][+-]?\d+))|(0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|\d[\d_]*)|("(?:\\[\s\S]|[^"\\])*"|'(?:\\[\s\S]|[^'\\])*')|(\/\/|\*\*|==|!=|<=|>=|[-+*/%~<>=.:|,;()[\]{}])/y
const RAW_END = /\{%[-+]?\s*endraw\s*([-+]?)%\}/g

const STRING_ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\n": "",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0"
}

const unquoted = (text: string): string =>
  text
    .slice(1, -1)
    .replace(/\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|([\s\S]))/g, (whole, x?: string, u?: string, char?: string) => {
      const code = x ?? u
      if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16))
      if (char === "\\" || char === "'" || char === '"') return char
      return STRING_ESCAPES[char ?? ""] ?? whole
    })

const tokenKind = (name?: string, float?: string, int?: string, str?: string): Token["kind"] =>
  name !== undefined
    ? "name"
    : float !== undefined
      ? "float"
      : int !== undefined
        ? "int"
        : str !== undefined
          ? "str"
          : "op"

/**
 * Cuts a template into pieces. A `-` inside a delimiter strips the blanks on its side; one newline at the very end is not part
 * of a template. Throws a `TemplateFault` with the line where a delimiter or a character has no meaning.
 */
export const lex = (template: string, source: string): ReadonlyArray<Piece> => {
  const text = source.replace(/\r\n?/g, "\n").replace(/\n$/, "")
  const pieces: Array<Piece> = []
  const starts = [0, ...Array.from(text.matchAll(/\n/g), (match) => match.index + 1)]
  const lineAt = (pos: number): number => {
    let low = 0
    let high = starts.length
    while (high - low > 1) {
      const mid = (low + high) >> 1
      if ((starts[mid] ?? 0) <= pos) low = mid
      else high = mid
    }
    return low + 1
  }
  const refuse = (message: string, pos: number): never => {
    throw new TemplateFault(message, template, lineAt(pos))
  }
  let pos = 0
  let stripNext = false
  const addText = (end: number, stripEnd: boolean): void => {
    const cut = text.slice(pos, end)
    const left = stripNext ? cut.trimStart() : cut
    const whole = stripEnd ? left.trimEnd() : left
    if (whole !== "") pieces.push({ kind: "text", text: whole })
  }

  const lexTag = (
    from: number,
    close: "}}" | "%}"
  ): { readonly tokens: ReadonlyArray<Token>; readonly end: number; readonly strip: boolean } => {
    const tokens: Array<Token> = []
    let here = from
    let depth = 0
    for (;;) {
      const strip = text[here] === "-" && text.startsWith(close, here + 1)
      const plain =
        text.startsWith(close, here) || (close === "%}" && text[here] === "+" && text.startsWith(close, here + 1))
      if (strip || (plain && (depth === 0 || close === "%}"))) {
        const end = text.indexOf(close, here) + 2
        return { tokens: [...tokens, { kind: "end", text: "end of tag", line: lineAt(here) }], end, strip }
      }
      TOKEN.lastIndex = here
      const match = TOKEN.exec(text)
      if (match === null)
        return refuse(
          here >= text.length
            ? `unexpected end of template: '${close}' is missing`
            : `unexpected char ${JSON.stringify(text[here])}`,
          Math.min(here, text.length - 1)
        )
      const [whole, name, float, int, str] = match
      if (whole.trim() !== "") {
        if (whole === "{" || whole === "(" || whole === "[") depth += 1
        if (whole === "}" || whole === ")" || whole === "]") depth -= 1
        tokens.push({
          kind: tokenKind(name, float, int, str),
          text: str === undefined ? whole : unquoted(whole),
          line: lineAt(here)
        })
      }
      here = TOKEN.lastIndex
    }
  }

  for (;;) {
    OPEN.lastIndex = pos
    const open = OPEN.exec(text)
    if (open === null) break
    const mark = text[open.index + 2]
    addText(open.index, mark === "-")
    const inside = open.index + (mark === "-" || mark === "+" ? 3 : 2)
    if (open[0] === "{#") {
      const end = text.indexOf("#}", inside)
      if (end < 0) refuse("missing end of comment tag", open.index)
      stripNext = text[end - 1] === "-"
      pos = end + 2
      continue
    }
    const { end, strip, tokens } = lexTag(inside, open[0] === "{{" ? "}}" : "%}")
    stripNext = strip
    pos = end
    if (open[0] === "{%" && tokens[0]?.text === "raw" && tokens.length === 2) {
      RAW_END.lastIndex = pos
      const close = RAW_END.exec(text)
      if (close === null) return refuse("missing end of raw directive", open.index)
      addText(close.index, text[close.index + 2] === "-")
      stripNext = close[1] === "-"
      pos = close.index + close[0].length
    } else pieces.push({ kind: open[0] === "{{" ? "print" : "block", tokens, line: lineAt(open.index) })
  }
  addText(text.length, false)
  return pieces
}
