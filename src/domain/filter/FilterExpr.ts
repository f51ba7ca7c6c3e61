import { Either, Schema } from "effect"
import { decodeFlagValue } from "../flags/FlagValue.ts"
import { parsePythonFloat } from "../scalars/OutputScalarsFloat.ts"
import type { Value } from "../Value.ts"
import { float } from "../Value.ts"

/** A filter expression that cannot be read; `pos` counts characters from 0, or is missing at the end. */
export class FilterExprError extends Schema.TaggedError<FilterExprError>()("FilterExprError", {
  expr: Schema.String,
  text: Schema.String,
  pos: Schema.optional(Schema.Number)
}) {
  override get message(): string {
    const what =
      this.pos === undefined ? "unexpected end of expression" : `unexpected '${this.text}' at position ${this.pos}`
    return `invalid filter '${this.expr}': ${what}\nA filter compares attributes, flags and scalars: 'loss < 0.1 and op = train'.`
  }
}

export type Comparison = "=" | "!=" | "<" | "<=" | ">" | ">="

/** What a name is looked up in; `any` is an attribute, else a flag, else a scalar. */
export interface FilterRef {
  readonly kind: "any" | "attr" | "flag" | "scalar"
  readonly name: string
}

export type FilterExpr =
  | { readonly kind: "compare"; readonly ref: FilterRef; readonly op: Comparison; readonly value: Value }
  | { readonly kind: "undefined"; readonly ref: FilterRef }
  | { readonly kind: "in"; readonly ref: FilterRef; readonly values: ReadonlyArray<Value> }
  | { readonly kind: "contains"; readonly ref: FilterRef; readonly value: Value }
  | { readonly kind: "not"; readonly expr: FilterExpr }
  | { readonly kind: "and" | "or"; readonly left: FilterExpr; readonly right: FilterExpr }

interface Token {
  readonly kind: "word" | "quoted" | "named" | "sign"
  readonly text: string
  readonly pos: number
  /** Of `flag:'a b'` and the like, what stands before the quotes; the text is what is in them. */
  readonly place?: string
}

const TOKEN = /\s*(?:(attr:|flag:|scalar:|\.)?(?:'([^']*)'|"([^"]*)")|(<=|>=|<>|!=|[=<>()[\],])|([^\s=<>!()[\],'"]+))/y

const tokenize = (expr: string): Either.Either<ReadonlyArray<Token>, FilterExprError> => {
  const tokens: Array<Token> = []
  TOKEN.lastIndex = 0
  let end = 0
  for (let match = TOKEN.exec(expr); match !== null; match = TOKEN.exec(expr)) {
    const [whole, place, single, double, sign, word] = match
    const pos = match.index + whole.length - whole.trimStart().length
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign, pos })
    else if (word !== undefined) tokens.push({ kind: "word", text: word, pos })
    else if (place === undefined) tokens.push({ kind: "quoted", text: single ?? double ?? "", pos })
    else tokens.push({ kind: "named", text: single ?? double ?? "", pos, place })
    end = TOKEN.lastIndex
  }
  const rest = expr.slice(end)
  return rest.trim() === ""
    ? Either.right(tokens)
    : Either.left(
        new FilterExprError({
          expr,
          text: rest.trim().split(/\s/)[0] ?? "",
          pos: expr.length - rest.trimStart().length
        })
      )
}

const COMPARISONS: Readonly<Record<string, Comparison>> = {
  "=": "=",
  "!=": "!=",
  "<>": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">="
}

/** Where a name is looked up, by what stands before it: as in columns, and a name alone is looked up everywhere. */
const PLACES = [
  ["attr:", "attr"],
  [".", "attr"],
  ["flag:", "flag"],
  ["scalar:", "scalar"]
] as const

const refOf = ({ kind, place, text }: Token): FilterRef => {
  const quoted = PLACES.find(([prefix]) => prefix === place)
  if (quoted !== undefined) return { kind: quoted[1], name: text }
  const found = PLACES.find(([prefix]) => kind === "word" && text.startsWith(prefix) && text !== prefix)
  return found === undefined ? { kind: "any", name: text } : { kind: found[1], name: text.slice(found[0].length) }
}

/**
 * A number that is none as a flag value, where `1e3` may be the ID of a run and `inf` a word: scalars, which are all numbers, are
 * compared with it.
 */
const otherNumber = ({ kind, text }: Token): Value | undefined => {
  const number = kind === "word" && !text.includes("_") ? parsePythonFloat(text) : undefined
  return number === undefined ? undefined : float(number)
}

type Parsed<A> = Either.Either<A, FilterExprError>

/** Reads tokens from left to right; `or` binds weakest, then `and`, then `not`. */
class Parser {
  private at = 0
  private readonly expr: string
  private readonly tokens: ReadonlyArray<Token>

  constructor(expr: string, tokens: ReadonlyArray<Token>) {
    this.expr = expr
    this.tokens = tokens
  }

  private unexpected(): Parsed<never> {
    const token = this.tokens[this.at]
    return Either.left(new FilterExprError({ expr: this.expr, text: token?.text ?? "", pos: token?.pos }))
  }

  /** Takes the next token if it is this sign or, in any case, this word. */
  private take(text: string): boolean {
    const token = this.tokens[this.at]
    const plain = token?.kind === "word" || token?.kind === "sign"
    const found = plain && token.text.toLowerCase() === text
    if (found) this.at++
    return found
  }

  whole(): Parsed<FilterExpr> {
    const parsed = this.either()
    return Either.isRight(parsed) && this.at < this.tokens.length ? this.unexpected() : parsed
  }

  private either(): Parsed<FilterExpr> {
    let left = this.both()
    while (Either.isRight(left) && this.take("or")) {
      const first = left.right
      left = Either.map(this.both(), (right): FilterExpr => ({ kind: "or", left: first, right }))
    }
    return left
  }

  private both(): Parsed<FilterExpr> {
    let left = this.negated()
    while (Either.isRight(left) && this.take("and")) {
      const first = left.right
      left = Either.map(this.negated(), (right): FilterExpr => ({ kind: "and", left: first, right }))
    }
    return left
  }

  private negated(): Parsed<FilterExpr> {
    if (this.take("not")) return Either.map(this.negated(), not)
    if (!this.take("(")) return this.term()
    const inner = this.either()
    return Either.isLeft(inner) || this.take(")") ? inner : this.unexpected()
  }

  private term(): Parsed<FilterExpr> {
    const isFlag = this.take("=")
    const token = this.tokens[this.at]
    if (token === undefined || token.kind === "sign") return this.unexpected()
    this.at++
    return this.condition(isFlag ? { kind: "flag", name: token.text } : refOf(token))
  }

  private condition(ref: FilterRef): Parsed<FilterExpr> {
    if (this.take("is")) {
      const negated = this.take("not")
      const expr = this.take("undefined")
        ? Either.right<FilterExpr>({ kind: "undefined", ref })
        : Either.map(this.values(), (values) => equalToOne(ref, values))
      return negated ? Either.map(expr, not) : expr
    }
    const negated = this.take("not")
    if (this.take("in"))
      return Either.map(this.list(), (values) => maybeNot(negated, { kind: "in", ref, values: values.flatMap(allOf) }))
    if (this.take("contains"))
      return Either.map(this.valueOrList(), (value) => maybeNot(negated, { kind: "contains", ref, value }))
    const token = this.tokens[this.at]
    const op = token?.kind === "sign" && !negated ? COMPARISONS[token.text] : undefined
    if (op === undefined) return this.unexpected()
    this.at++
    return Either.map(this.values(), (values) => compared(ref, op, values))
  }

  /** What the next token may mean as a value. */
  private values(): Parsed<Readings> {
    const token = this.tokens[this.at]
    if (token === undefined || token.kind === "sign" || token.kind === "named") return this.unexpected()
    this.at++
    if (token.kind === "quoted") return Either.right({ value: token.text, number: undefined })
    const { value } = decodeFlagValue(token.text)
    return Either.right({ value, number: typeof value === "string" ? otherNumber(token) : undefined })
  }

  private valueOrList(): Parsed<Value> {
    return this.tokens[this.at]?.text === "["
      ? Either.map(this.list(), (list) => list.map(({ value }) => value))
      : Either.map(this.values(), ({ value }) => value)
  }

  private list(): Parsed<ReadonlyArray<Readings>> {
    if (!this.take("[")) return this.unexpected()
    const list: Array<Readings> = []
    if (this.take("]")) return Either.right(list)
    for (;;) {
      const values = this.values()
      if (Either.isLeft(values)) return Either.left(values.left)
      list.push(values.right)
      if (this.take("]")) return Either.right(list)
      if (!this.take(",")) return this.unexpected()
    }
  }
}

/** What a text means as the value of a flag, and the number that it is beside a scalar where that is another. */
interface Readings {
  readonly value: Value
  readonly number: Value | undefined
}

const allOf = ({ number, value }: Readings): ReadonlyArray<Value> => (number === undefined ? [value] : [value, number])

const not = (expr: FilterExpr): FilterExpr => ({ kind: "not", expr })

const maybeNot = (negated: boolean, expr: FilterExpr): FilterExpr => (negated ? not(expr) : expr)

const equalToOne = (ref: FilterRef, readings: Readings): FilterExpr =>
  readings.number === undefined
    ? { kind: "compare", ref, op: "=", value: readings.value }
    : { kind: "in", ref, values: allOf(readings) }

/** What is ordered is a number wherever it can be; what is equal to either reading is equal. */
const compared = (ref: FilterRef, op: Comparison, readings: Readings): FilterExpr => {
  const { number, value } = readings
  if (op === "=") return equalToOne(ref, readings)
  if (op !== "!=" || number === undefined) return { kind: "compare", ref, op, value: number ?? value }
  const isThere = not({ kind: "undefined", ref })
  return { kind: "and", left: isThere, right: not(equalToOne(ref, readings)) }
}

/**
 * Reads a filter expression: `loss < 0.1 and (op = train or not lr in [0.1, 0.01])`. Names may say where they are looked up
 * (`attr:` or `.`, `flag:` or `=`, `scalar:`) and may be quoted (`flag:'a b'`); values are written as flag values are, and numbers
 * as scalars are.
 */
export const parseFilterExpr = (expr: string): Either.Either<FilterExpr, FilterExprError> =>
  Either.flatMap(tokenize(expr), (tokens) => new Parser(expr, tokens).whole())
