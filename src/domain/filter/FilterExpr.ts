import { Either, Schema } from "effect"
import { decodeFlagValue } from "../flags/FlagValue.ts"
import type { Value } from "../Value.ts"

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
  readonly kind: "word" | "quoted" | "sign"
  readonly text: string
  readonly pos: number
}

const TOKEN = /\s*(?:'([^']*)'|"([^"]*)"|(<=|>=|<>|!=|[=<>()[\],])|([^\s=<>!()[\],'"]+))/y

const tokenize = (expr: string): Either.Either<ReadonlyArray<Token>, FilterExprError> => {
  const tokens: Array<Token> = []
  TOKEN.lastIndex = 0
  let end = 0
  for (let match = TOKEN.exec(expr); match !== null; match = TOKEN.exec(expr)) {
    const [whole, single, double, sign, word] = match
    const pos = match.index + whole.length - whole.trimStart().length
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign, pos })
    else if (word !== undefined) tokens.push({ kind: "word", text: word, pos })
    else tokens.push({ kind: "quoted", text: single ?? double ?? "", pos })
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

const refOf = ({ kind, text }: Token): FilterRef => {
  const place = PLACES.find(([prefix]) => kind === "word" && text.startsWith(prefix) && text !== prefix)
  return place === undefined ? { kind: "any", name: text } : { kind: place[1], name: text.slice(place[0].length) }
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
    const found = token !== undefined && token.kind !== "quoted" && token.text.toLowerCase() === text
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
        : Either.map(this.value(), (value): FilterExpr => ({ kind: "compare", ref, op: "=", value }))
      return negated ? Either.map(expr, not) : expr
    }
    const negated = this.take("not")
    if (this.take("in")) return Either.map(this.list(), (values) => maybeNot(negated, { kind: "in", ref, values }))
    if (this.take("contains"))
      return Either.map(this.valueOrList(), (value) => maybeNot(negated, { kind: "contains", ref, value }))
    const token = this.tokens[this.at]
    const op = token?.kind === "sign" && !negated ? COMPARISONS[token.text] : undefined
    if (op === undefined) return this.unexpected()
    this.at++
    return Either.map(this.value(), (value): FilterExpr => ({ kind: "compare", ref, op, value }))
  }

  private value(): Parsed<Value> {
    const token = this.tokens[this.at]
    if (token === undefined || token.kind === "sign") return this.unexpected()
    this.at++
    return Either.right(token.kind === "quoted" ? token.text : decodeFlagValue(token.text).value)
  }

  private valueOrList(): Parsed<Value> {
    return this.tokens[this.at]?.text === "[" ? this.list() : this.value()
  }

  private list(): Parsed<ReadonlyArray<Value>> {
    if (!this.take("[")) return this.unexpected()
    const values: Array<Value> = []
    if (this.take("]")) return Either.right(values)
    for (;;) {
      const value = this.value()
      if (Either.isLeft(value)) return Either.left(value.left)
      values.push(value.right)
      if (this.take("]")) return Either.right(values)
      if (!this.take(",")) return this.unexpected()
    }
  }
}

const not = (expr: FilterExpr): FilterExpr => ({ kind: "not", expr })

const maybeNot = (negated: boolean, expr: FilterExpr): FilterExpr => (negated ? not(expr) : expr)

/**
 * Reads a filter expression: `loss < 0.1 and (op = train or not lr in [0.1, 0.01])`. Names may say where they are looked up
 * (`attr:` or `.`, `flag:` or `=`, `scalar:`); values are written as flag values are.
 */
export const parseFilterExpr = (expr: string): Either.Either<FilterExpr, FilterExprError> =>
  Either.flatMap(tokenize(expr), (tokens) => new Parser(expr, tokens).whole())
