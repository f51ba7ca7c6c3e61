import { float } from "../../Value.ts"
import type { Cursor } from "./Cursor.ts"
import type { Call, Datum } from "./Datum.ts"
import { Func, itemsOf, Missing, textOf, truthy, tuple, typeName } from "./Datum.ts"
import type { Expr } from "./Frame.ts"
import { lookUp } from "./Frame.ts"
import { attribute, binary, compare, item, orElse, slice } from "./Operators.ts"
import { at, fault } from "./TemplateFault.ts"

/** Arguments of a call as they stand in a template. */
export type Arguments = (frame: Parameters<Expr>[0]) => Call

const NO_ARGUMENTS: Arguments = () => ({ args: [], kwargs: new Map() })

const WORDS: Readonly<Record<string, Datum>> = {
  true: true,
  True: true,
  false: false,
  False: false,
  none: null,
  None: null
}

const integer = (text: string): Datum => {
  const plain = text.replaceAll("_", "")
  const value = Number(plain)
  return Number.isSafeInteger(value) ? value : BigInt(plain)
}

/** A whole expression, with `if ... else` outside of all. */
export const expression = (cursor: Cursor, withCondition = true): Expr => {
  let result = disjunction(cursor)
  while (withCondition && cursor.take("if")) {
    const then = result
    const test = disjunction(cursor)
    const otherwise: Expr = cursor.take("else") ? expression(cursor) : () => new Missing("the inline if has no else")
    result = (frame) => (truthy(test(frame)) ? then(frame) : otherwise(frame))
  }
  return result
}

/** One expression, or several with commas between, which make a tuple. */
export const expressions = (cursor: Cursor, withCondition = true): Expr => {
  const first = expression(cursor, withCondition)
  if (!cursor.peek(",")) return first
  const all = [first]
  while (cursor.take(",")) {
    if (cursor.token.kind === "end" || cursor.peek("=") || cursor.peek(")") || cursor.peek("]")) break
    all.push(expression(cursor, withCondition))
  }
  return (frame) => tuple(all.map((each) => each(frame)))
}

const disjunction = (cursor: Cursor): Expr => {
  let left = conjunction(cursor)
  while (cursor.take("or")) {
    const a = left
    const b = conjunction(cursor)
    left = (frame) => {
      const value = a(frame)
      return truthy(value) ? value : b(frame)
    }
  }
  return left
}

const conjunction = (cursor: Cursor): Expr => {
  let left = negation(cursor)
  while (cursor.take("and")) {
    const a = left
    const b = negation(cursor)
    left = (frame) => {
      const value = a(frame)
      return truthy(value) ? b(frame) : value
    }
  }
  return left
}

const negation = (cursor: Cursor): Expr => {
  if (!cursor.take("not")) return comparison(cursor)
  const inside = negation(cursor)
  return (frame) => !truthy(inside(frame))
}

const COMPARISONS = ["==", "!=", "<=", ">=", "<", ">", "in"]

const comparisonSign = (cursor: Cursor): string | undefined => {
  if (cursor.peek("not") && cursor.peek("in", 1)) {
    cursor.next()
    cursor.next()
    return "not in"
  }
  return COMPARISONS.find((sign) => cursor.take(sign))
}

const comparison = (cursor: Cursor): Expr => {
  const first = level(cursor, 0)
  const rest: Array<readonly [string, Expr]> = []
  for (let sign = comparisonSign(cursor); sign !== undefined; sign = comparisonSign(cursor))
    rest.push([sign, level(cursor, 0)])
  if (rest.length === 0) return first
  return (frame) => {
    let left = first(frame)
    return rest.every(([sign, expr]) => {
      const right = expr(frame)
      const holds = compare(sign, left, right)
      left = right
      return holds
    })
  }
}

/** Binary operators from the loosest to the tightest. */
const LEVELS: ReadonlyArray<ReadonlyArray<string>> = [["+", "-"], ["~"], ["*", "/", "//", "%"], ["**"]]

const level = (cursor: Cursor, index: number): Expr => {
  const signs = LEVELS[index]
  if (signs === undefined) return unary(cursor, true)
  let left = level(cursor, index + 1)
  for (;;) {
    const sign = signs.find((each) => cursor.take(each))
    if (sign === undefined) return left
    const a = left
    const b = level(cursor, index + 1)
    left = (frame) => binary(sign, a(frame), b(frame))
  }
}

const unary = (cursor: Cursor, withFilters: boolean): Expr => {
  const sign = cursor.take("-") ? "-" : cursor.take("+") ? "+" : undefined
  const inside = sign === undefined ? primary(cursor) : unary(cursor, false)
  const whole: Expr =
    sign === undefined ? inside : (frame) => binary(sign === "-" ? "*" : "+", inside(frame), sign === "-" ? -1 : 0)
  const post = postfix(cursor, whole)
  return withFilters ? filtered(cursor, post) : post
}

const listOf = (cursor: Cursor, close: string): ReadonlyArray<Expr> => {
  const items: Array<Expr> = []
  while (!cursor.peek(close)) {
    items.push(expression(cursor))
    if (!cursor.take(",")) break
  }
  cursor.expect(close)
  return items
}

const dictOf = (cursor: Cursor): Expr => {
  const entries: Array<readonly [Expr, Expr]> = []
  while (!cursor.peek("}")) {
    const key = expression(cursor)
    cursor.expect(":")
    entries.push([key, expression(cursor)])
    if (!cursor.take(",")) break
  }
  cursor.expect("}")
  return (frame) => new Map(entries.map(([key, value]) => [key(frame), value(frame)]))
}

const primary = (cursor: Cursor): Expr => {
  const { kind, line, text } = cursor.token
  if (kind === "end") return cursor.refuse("expected an expression, got end of tag")
  cursor.next()
  if (kind === "name") {
    if (Object.hasOwn(WORDS, text)) {
      const word = WORDS[text] ?? null
      return () => word
    }
    cursor.names.push(text)
    const missing = new Missing(`'${text}' is undefined`)
    return (frame) => orElse(lookUp(frame, text), missing)
  }
  if (kind === "int") {
    const value = integer(text)
    return () => value
  }
  if (kind === "float") {
    const value = float(Number(text.replaceAll("_", "")))
    return () => value
  }
  if (kind === "str") {
    let whole = text
    while (cursor.token.kind === "str") whole += cursor.next().text
    return () => whole
  }
  if (text === "[") {
    const items = listOf(cursor, "]")
    return (frame) => items.map((each) => each(frame))
  }
  if (text === "{") return dictOf(cursor)
  if (text === "(") {
    if (cursor.take(")")) return () => tuple([])
    const inside = expressions(cursor)
    cursor.expect(")")
    return inside
  }
  return cursor.refuse(`unexpected '${text}'`, line)
}

/** What stands between the parentheses of a call, the opening one read already. */
const callArguments = (cursor: Cursor): Arguments => {
  const args: Array<{ readonly star: string; readonly name: string | undefined; readonly expr: Expr }> = []
  while (!cursor.peek(")")) {
    const star = cursor.take("**") ? "**" : cursor.take("*") ? "*" : ""
    const named = star === "" && cursor.token.kind === "name" && cursor.peek("=", 1)
    const name = named ? cursor.name() : undefined
    if (named) cursor.expect("=")
    args.push({ star, name, expr: expression(cursor) })
    if (!cursor.take(",")) break
  }
  cursor.expect(")")
  return (frame) => {
    const list: Array<Datum> = []
    const kwargs = new Map<string, Datum>()
    for (const { expr, name, star } of args) {
      const value = expr(frame)
      if (star === "*") list.push(...itemsOf(value))
      else if (star === "**" && value instanceof Map) for (const [key, each] of value) kwargs.set(textOf(key), each)
      else if (name !== undefined) kwargs.set(name, value)
      else list.push(value)
    }
    return { args: list, kwargs }
  }
}

const called =
  (target: Expr, args: Arguments): Expr =>
  (frame) => {
    const value = target(frame)
    if (value instanceof Func) {
      const given = args(frame)
      const { caller } = frame
      return value.call(
        caller === undefined ? given : { ...given, kwargs: new Map([...given.kwargs, ["caller", caller]]) }
      )
    }
    return fault(value instanceof Missing ? value.hint : `'${typeName(value)}' object is not callable`)
  }

const subscript = (cursor: Cursor, target: Expr): Expr => {
  const parts: Array<Expr | undefined> = [undefined]
  let colons = 0
  while (!cursor.peek("]")) {
    if (cursor.take(":")) {
      colons += 1
      parts.push(undefined)
    } else parts[parts.length - 1] = expressions(cursor)
    if (cursor.token.kind === "end" || colons > 2) return cursor.refuse("expected token ']'")
  }
  cursor.expect("]")
  const [from, to, step] = parts
  if (colons > 0)
    return (frame) => slice(target(frame), from?.(frame) ?? null, to?.(frame) ?? null, step?.(frame) ?? null)
  return from === undefined ? cursor.refuse("expected a subscript") : (frame) => item(target(frame), from(frame))
}

const postfix = (cursor: Cursor, start: Expr): Expr => {
  let target = start
  for (;;) {
    const base = target
    if (cursor.take(".")) {
      const token = cursor.next()
      if (token.kind !== "name" && token.kind !== "int")
        return cursor.refuse("expected a name or a number after '.'", token.line)
      const index = token.kind === "int" ? Number(token.text) : undefined
      target = (frame) => (index === undefined ? attribute(base(frame), token.text) : item(base(frame), index))
    } else if (cursor.take("[")) target = subscript(cursor, base)
    else if (cursor.take("(")) target = called(base, callArguments(cursor))
    else return target
  }
}

const dotted = (cursor: Cursor): string => {
  let name = cursor.name()
  while (cursor.take(".")) name += `.${cursor.name()}`
  return name
}

/** A filter behind `|`, the bar read already. */
export const filterOn = (cursor: Cursor, target: Expr): Expr => {
  const { line } = cursor
  const name = dotted(cursor)
  if (!cursor.known.filters.has(name)) return cursor.refuse(`no filter named '${name}'`, line)
  const args = cursor.take("(") ? callArguments(cursor) : NO_ARGUMENTS
  return (frame) =>
    at(cursor.template, line, () => {
      const filter = frame.filters.get(name) ?? fault(`no filter named '${name}'`)
      return filter(target(frame), args(frame), frame)
    })
}

const TEST_ENDS = ["else", "or", "and", "is", "if", "in"]

const testArguments = (cursor: Cursor): Arguments => {
  if (cursor.take("(")) return callArguments(cursor)
  const { kind, text } = cursor.token
  const starts =
    kind === "str" ||
    kind === "int" ||
    kind === "float" ||
    (kind === "name" && !TEST_ENDS.includes(text) && text !== "not") ||
    (kind === "op" && (text === "[" || text === "{"))
  if (!starts) return NO_ARGUMENTS
  const one = postfix(cursor, primary(cursor))
  return (frame) => ({ args: [one(frame)], kwargs: new Map() })
}

const SIGN_TESTS = ["==", "!=", "<", "<=", ">", ">="]

const testOn = (cursor: Cursor, target: Expr): Expr => {
  const { line } = cursor
  const negated = cursor.take("not")
  const name = SIGN_TESTS.find((sign) => cursor.take(sign)) ?? dotted(cursor)
  if (!cursor.known.tests.has(name)) return cursor.refuse(`no test named '${name}'`, line)
  const args = testArguments(cursor)
  return (frame) => {
    const test = frame.tests.get(name) ?? (() => fault(`no test named '${name}'`))
    return test(target(frame), args(frame), frame) !== negated
  }
}

const filtered = (cursor: Cursor, start: Expr): Expr => {
  let target = start
  for (;;) {
    if (cursor.take("|")) target = filterOn(cursor, target)
    else if (cursor.take("is")) target = testOn(cursor, target)
    else if (cursor.take("(")) target = called(target, callArguments(cursor))
    else return target
  }
}
