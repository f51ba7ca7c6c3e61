import type { Cursor } from "./Cursor.ts"
import { escaped, Missing, Namespace, textOf, truthy } from "./Datum.ts"
import type { Expr, Part } from "./Frame.ts"
import { captured, inner, topOf } from "./Frame.ts"
import { expression, expressions, filterOn } from "./Expressions.ts"
import { runLoop } from "./Loops.ts"
import { macro, parameters, printed } from "./Macros.ts"
import type { MacroDef, Parameter } from "./Macros.ts"
import type { Source } from "./Source.ts"
import { sequence } from "./Source.ts"
import { assign, targets } from "./Targets.ts"
import { exportsOf, find, found, frameFor, renderIn, runBlock, selfOf } from "./Templates.ts"
import { at, fault } from "./TemplateFault.ts"

interface Body {
  readonly part: Part
  /** The tag that ended it. */
  readonly end: string
  readonly cursor: Cursor
}

/** Everything up to one of some tags. */
const bodyUntil = (source: Source, ends: ReadonlyArray<string>, from: number): Body => {
  const parts: Array<Part> = []
  for (;;) {
    const piece = source.next()
    if (piece === undefined)
      return source.refuse(`unexpected end of template: expected ${ends.map((end) => `'${end}'`).join(" or ")}`, from)
    if (piece.kind === "block") {
      const cursor = source.cursor(piece.tokens)
      const end = ends.find((name) => cursor.peek(name))
      if (end !== undefined) {
        cursor.next()
        if (end !== "elif" && end !== "endblock") cursor.end()
        return { part: sequence(parts), end, cursor }
      }
    }
    parts.push(partOf(source, piece))
  }
}

const partOf = (source: Source, piece: NonNullable<ReturnType<Source["next"]>>): Part => {
  if (piece.kind === "text") return (frame) => void frame.out.push(piece.text)
  const cursor = source.cursor(piece.tokens)
  const { line } = piece
  const part = piece.kind === "print" ? print(cursor) : statement(source, cursor, line)
  return (frame) => at(source.template, line, () => part(frame))
}

const print = (cursor: Cursor): Part => {
  const value = expressions(cursor)
  cursor.end()
  return (frame) => void frame.out.push(frame.autoescape ? escaped(value(frame)) : textOf(value(frame)))
}

type Statement = (source: Source, cursor: Cursor, line: number) => Part

const ifStatement: Statement = (source, cursor, line) => {
  const branches: Array<readonly [Expr, Part]> = []
  let test: Expr = expressions(cursor)
  for (;;) {
    cursor.end()
    const body = bodyUntil(source, ["elif", "else", "endif"], line)
    branches.push([test, body.part])
    cursor = body.cursor
    if (body.end === "elif") test = expressions(cursor)
    else if (body.end === "else") {
      const last = bodyUntil(source, ["endif"], line)
      branches.push([() => true, last.part])
      break
    } else break
  }
  return (frame) => branches.find(([holds]) => truthy(holds(frame)))?.[1](frame)
}

const forStatement: Statement = (source, cursor, line) => {
  const target = targets(cursor)
  cursor.expect("in")
  const items = expressions(cursor, false)
  const test = cursor.take("if") ? expression(cursor) : undefined
  const recursive = cursor.take("recursive")
  cursor.end()
  const body = bodyUntil(source, ["else", "endfor"], line)
  const otherwise = body.end === "else" ? bodyUntil(source, ["endfor"], line).part : undefined
  const loop = { target, items, test, recursive, body: body.part, otherwise }
  return (frame) => {
    const all = items(frame)
    runLoop(frame, loop, all, 0)
  }
}

const filters = (cursor: Cursor, start: Expr): Expr => {
  let value = start
  while (cursor.take("|")) value = filterOn(cursor, value)
  return value
}

const INPUT = " input"

const inputOf: Expr = (frame) => frame.vars.get(INPUT) ?? ""

const setStatement: Statement = (source, cursor, line) => {
  const target = targets(cursor)
  if (cursor.take("=")) {
    const value = expressions(cursor)
    cursor.end()
    return (frame) => assign(frame, target, value(frame))
  }
  const change = filters(cursor, inputOf)
  cursor.end()
  const body = bodyUntil(source, ["endset"], line).part
  return (frame) => {
    const text = printed(frame, captured(inner(frame), body))
    assign(frame, target, change(inner(frame, { vars: new Map([[INPUT, text]]) })))
  }
}

const filterStatement: Statement = (source, cursor, line) => {
  const change = filters(cursor, filterOn(cursor, inputOf))
  cursor.end()
  const body = bodyUntil(source, ["endfilter"], line).part
  return (frame) => {
    const text = printed(frame, captured(inner(frame), body))
    frame.out.push(textOf(change(inner(frame, { vars: new Map([[INPUT, text]]) }))))
  }
}

const blockStatement: Statement = (source, cursor, line) => {
  const name = cursor.name()
  const scoped = cursor.take("scoped")
  const required = cursor.take("required")
  cursor.end()
  if (source.blocks.has(name)) source.refuse(`block '${name}' defined twice`, line)
  // Known before its body is read, where it could be defined once more.
  source.blocks.set(name, () => undefined)
  const body = bodyUntil(source, ["endblock"], line)
  body.cursor.take(name)
  body.cursor.end()
  source.blocks.set(name, required ? () => fault(`required block '${name}' is not defined`) : body.part)
  return (frame) => {
    if (frame.family.parent === undefined)
      runBlock(scoped ? frame : { ...topOf(frame), autoescape: frame.autoescape, out: frame.out }, name, 0)
  }
}

const contextWords = (cursor: Cursor, otherwise: boolean): boolean => {
  const yes = cursor.peek("with") && cursor.peek("context", 1)
  const no = cursor.peek("without") && cursor.peek("context", 1)
  if (yes || no) {
    cursor.next()
    cursor.next()
  }
  return yes || (otherwise && !no)
}

const includeStatement: Statement = (_, cursor) => {
  const names = expression(cursor)
  const optional = cursor.peek("ignore") && cursor.peek("missing", 1)
  if (optional) {
    cursor.next()
    cursor.next()
  }
  const withContext = contextWords(cursor, true)
  cursor.end()
  return (frame) => {
    const wanted = names(frame)
    const template = optional ? find(frame, wanted) : found(frame, wanted)
    if (template !== undefined) renderIn(frameFor(frame, template, withContext), template)
  }
}

const extendsStatement: Statement = (_, cursor) => {
  const name = expression(cursor)
  cursor.end()
  return (frame) => {
    if (frame.family.parent !== undefined) fault("extended multiple times")
    frame.family.parent = found(frame, name(frame))
  }
}

const importStatement: Statement = (_, cursor) => {
  const name = expression(cursor)
  cursor.expect("as")
  const target = cursor.name()
  const withContext = contextWords(cursor, false)
  cursor.end()
  return (frame) => void frame.vars.set(target, new Namespace(exportsOf(frame, found(frame, name(frame)), withContext)))
}

const fromStatement: Statement = (_, cursor) => {
  const name = expression(cursor)
  cursor.expect("import")
  const wanted: Array<readonly [name: string, as: string]> = []
  while (
    cursor.token.kind === "name" &&
    !((cursor.peek("with") || cursor.peek("without")) && cursor.peek("context", 1))
  ) {
    const each = cursor.name()
    wanted.push([each, cursor.take("as") ? cursor.name() : each])
    if (!cursor.take(",")) break
  }
  const withContext = contextWords(cursor, false)
  cursor.end()
  return (frame) => {
    const template = found(frame, name(frame))
    const defined = exportsOf(frame, template, withContext)
    for (const [each, as] of wanted)
      frame.vars.set(as, defined.get(each) ?? new Missing(`the template '${template.name}' does not export '${each}'`))
  }
}

/** A macro's body up to its end tag, with which of the names that a macro is given besides its parameters stand in it. */
const macroUntil = (
  source: Source,
  end: string,
  line: number,
  name: string,
  params: ReadonlyArray<Parameter>
): MacroDef => {
  const outside = source.names.splice(0)
  const body = bodyUntil(source, [end], line).part
  const names = new Set(source.names.splice(0, Infinity, ...outside, ...source.names))
  return { name, params, body, names }
}

const macroStatement: Statement = (source, cursor, line) => {
  const name = cursor.name()
  const params = parameters(cursor)
  cursor.end()
  const def = macroUntil(source, "endmacro", line, name, params)
  return (frame) => void frame.vars.set(name, macro(frame, def))
}

const callStatement: Statement = (source, cursor, line) => {
  const params = parameters(cursor)
  const target = expression(cursor)
  cursor.end()
  const def = macroUntil(source, "endcall", line, "caller", params)
  return (frame) => {
    const caller = macro(frame, def)
    const scope = inner(frame, { vars: new Map([["caller", caller]]), caller })
    frame.out.push(textOf(target(scope)))
  }
}

const withStatement: Statement = (source, cursor, line) => {
  const pairs: Array<readonly [ReturnType<typeof targets>, Expr]> = []
  while (cursor.token.kind !== "end") {
    const name = cursor.name()
    cursor.expect("=")
    pairs.push([name, expression(cursor)])
    if (!cursor.take(",")) break
  }
  cursor.end()
  const body = bodyUntil(source, ["endwith"], line).part
  return (frame) => {
    const scope = inner(frame)
    for (const [target, value] of pairs) assign(scope, target, value(frame))
    body(scope)
  }
}

const autoescapeStatement: Statement = (source, cursor, line) => {
  const on = expression(cursor)
  cursor.end()
  const body = bodyUntil(source, ["endautoescape"], line).part
  return (frame) => body(inner(frame, { autoescape: truthy(on(frame)) }))
}

const STATEMENTS: ReadonlyMap<string, Statement> = new Map([
  ["if", ifStatement],
  ["for", forStatement],
  ["set", setStatement],
  ["filter", filterStatement],
  ["block", blockStatement],
  ["include", includeStatement],
  ["extends", extendsStatement],
  ["import", importStatement],
  ["from", fromStatement],
  ["macro", macroStatement],
  ["call", callStatement],
  ["with", withStatement],
  ["autoescape", autoescapeStatement]
])

const statement: Statement = (source, cursor, line) => {
  const name = cursor.name()
  const known = STATEMENTS.get(name)
  return known === undefined ? source.refuse(`encountered unknown tag '${name}'`, line) : known(source, cursor, line)
}

/** A whole template as one part; its blocks are in `source.blocks` then. */
export const parseTemplate = (source: Source): Part => {
  const parts: Array<Part> = []
  for (let piece = source.next(); piece !== undefined; piece = source.next()) parts.push(partOf(source, piece))
  const body = sequence(parts)
  return (frame) => {
    frame.vars.set("self", selfOf(frame))
    body(frame)
  }
}
