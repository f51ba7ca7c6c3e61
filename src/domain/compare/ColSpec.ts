import { Either, Schema } from "effect"

/** Which number of a scalar's points a column shows. */
export type ScalarQualifier = "min" | "max" | "first" | "last" | "avg" | "total" | "count"

/** One column of a comparison, before a run is looked at. */
export type ColSpec =
  | { readonly kind: "attr"; readonly name: string; readonly as: string | undefined }
  | { readonly kind: "flag"; readonly name: string; readonly as: string | undefined }
  | {
      readonly kind: "scalar"
      /** Tag or regular expression over `prefix#tag` names. */
      readonly key: string
      readonly qualifier: ScalarQualifier | undefined
      /** The step of the point in place of its value. */
      readonly step: boolean
      readonly as: string | undefined
    }

/** Columns are the list behind the `select` of a query, and positions in messages count from that word. */
const SELECT_OFFSET = "select ".length

/** A column list that cannot be read; `pos` counts characters from the start of what was typed. */
export class ColSpecError extends Schema.TaggedError<ColSpecError>()("ColSpecError", {
  text: Schema.String,
  token: Schema.String,
  pos: Schema.Number
}) {
  get reason(): string {
    const what = this.token === "" ? "unexpected end of columns" : `unexpected token '${this.token}'`
    return `${what}, line 1, pos ${this.pos + SELECT_OFFSET}`
  }

  override get message(): string {
    return `invalid column '${this.text}': ${this.reason}`
  }
}

interface Token {
  readonly kind: "word" | "quoted" | "named" | "comma" | "end"
  readonly text: string
  readonly pos: number
  /** Of `flag:'a b'` and the like, what stands before the quotes; the text is what is in them. */
  readonly prefix?: string
}

/** Words end at blanks and commas; single or double quotes hold both. A comma inside `[...]` of a word belongs to it. */
const tokenize = (text: string): ReadonlyArray<Token> => {
  const tokens: Array<Token> = []
  const pattern =
    /\s*(?:(,)|'([^']*)'|"([^"]*)"|(\.|=|attr:|flag:|scalar:)(?:'([^']*)'|"([^"]*)")(?=[\s,]|$)|((?:\[[^\]]*\]|[^\s,])+))/gy
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const [whole, comma, single, double, prefix, prefixedSingle, prefixedDouble, word] = match
    const pos = match.index + whole.length - whole.trimStart().length
    if (comma !== undefined) tokens.push({ kind: "comma", text: comma, pos })
    else if (word !== undefined) tokens.push({ kind: "word", text: word, pos })
    else if (prefix === undefined) tokens.push({ kind: "quoted", text: single ?? double ?? "", pos })
    else tokens.push({ kind: "named", text: prefixedSingle ?? prefixedDouble ?? "", pos, prefix })
  }
  return [...tokens, { kind: "end", text: "", pos: text.length }]
}

const qualifiers: ReadonlyArray<ScalarQualifier> = ["min", "max", "first", "last", "avg", "total", "count"]

const qualifierOf = ({ kind, text }: Token): ScalarQualifier | undefined =>
  qualifiers.find((qualifier) => kind === "word" && qualifier === text.replace(/^scalar:/, "").toLowerCase())

const PREFIXES = [
  [".", "attr"],
  ["attr:", "attr"],
  ["=", "flag"],
  ["flag:", "flag"],
  ["scalar:", "scalar"]
] as const

const scalarColumn = (key: string): ColSpec => ({
  kind: "scalar",
  key,
  qualifier: undefined,
  step: false,
  as: undefined
})

/** The column that a token names by itself; nothing where a prefix has no name after it, or a quote that opens never closes. */
const named = ({ kind, prefix: quotedPrefix, text }: Token): ColSpec | undefined => {
  if (kind === "quoted") return scalarColumn(text)
  if (kind === "word" && /^["']/.test(text)) return undefined
  const [prefix, type] = PREFIXES.find(
    ([each]) => each === quotedPrefix || (kind === "word" && text.startsWith(each))
  ) ?? ["", "scalar"]
  const name = kind === "named" ? text : text.slice(prefix.length)
  if (kind === "word" && name === "") return undefined
  return type === "scalar" ? scalarColumn(name) : { kind: type, name, as: undefined }
}

/** Reads one column from its tokens (up to a comma or the end). */
const parseColumn = (tokens: ReadonlyArray<Token>, text: string): Either.Either<ColSpec, ColSpecError> => {
  const unexpected = (token: Token | undefined) =>
    Either.left(new ColSpecError({ text, token: token?.text ?? "", pos: token?.pos ?? text.length }))
  const [first, second] = tokens
  if (first === undefined || first.kind === "comma" || first.kind === "end") return unexpected(first)
  const qualifier = second !== undefined && isKeyToken(second) ? qualifierOf(first) : undefined
  const subject = qualifier === undefined || second === undefined ? first : second
  const plain = named(subject)
  if (plain === undefined || (qualifier !== undefined && plain.kind !== "scalar")) return unexpected(subject)
  let rest = tokens.slice(tokens.indexOf(subject) + 1)
  let column = plain.kind === "scalar" ? { ...plain, qualifier } : plain
  if (column.kind === "scalar" && rest[0]?.kind === "word" && rest[0].text.toLowerCase() === "step") {
    rest = rest.slice(1)
    column = { ...column, step: true }
  }
  if (rest[0]?.kind === "word" && rest[0].text.toLowerCase() === "as") {
    const name = rest[1]
    if (name === undefined || name.kind === "comma" || name.kind === "end") return unexpected(name)
    rest = rest.slice(2)
    column = { ...column, as: name.text }
  }
  return rest.length === 0 ? Either.right(column) : unexpected(rest[0])
}

/** After a qualifier these words go on with the column itself (`min as x`); anything else is the scalar it qualifies. */
const isKeyToken = (token: Token): boolean =>
  token.kind === "quoted" ||
  token.kind === "named" ||
  (token.kind === "word" && !["as", "step"].includes(token.text.toLowerCase()))

/**
 * Reads a comma-separated list of columns: `loss`, `min loss step as best`, `=flag`, `.attr`, `flag:x`, `attr:x`, `prefix#tag`,
 * quoted names (`'a b'`, `flag:'a b'`). The grammar is the one of Guild's `--cols` and of the `compare` attribute.
 */
export const parseColSpecs = (text: string): Either.Either<ReadonlyArray<ColSpec>, ColSpecError> => {
  const columns: Array<ColSpec> = []
  let current: Array<Token> = []
  for (const token of tokenize(text)) {
    if (token.kind !== "comma" && token.kind !== "end") {
      current.push(token)
      continue
    }
    const column = parseColumn(current.length === 0 ? [token] : current, text)
    if (Either.isLeft(column)) return Either.left(column.left)
    columns.push(column.right)
    current = []
  }
  return Either.right(columns)
}

/** The heading of a column: its alias, or the column as it is usually written. */
export const colHeading = (column: ColSpec): string => {
  if (column.as !== undefined) return column.as
  if (column.kind !== "scalar") return column.name
  return [column.qualifier, column.key, column.step ? "step" : undefined].filter((part) => part !== undefined).join(" ")
}
