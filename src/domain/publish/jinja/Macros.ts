import type { Cursor } from "./Cursor.ts"
import type { Datum } from "./Datum.ts"
import { Func, Markup, Missing } from "./Datum.ts"
import { expression } from "./Expressions.ts"
import type { Expr, Frame, Part } from "./Frame.ts"
import { captured, inner } from "./Frame.ts"
import { fault } from "./TemplateFault.ts"

/** A parameter's name, and what it is where it was not given. */
export interface Parameter {
  readonly name: string
  readonly otherwise: Expr | undefined
}

/** `(a, b=1)` behind a macro's name or `call`. */
export const parameters = (cursor: Cursor): ReadonlyArray<Parameter> => {
  const all: Array<Parameter> = []
  if (!cursor.take("(")) return all
  while (!cursor.peek(")")) {
    const name = cursor.name()
    all.push({ name, otherwise: cursor.take("=") ? expression(cursor) : undefined })
    if (!cursor.take(",")) break
  }
  cursor.expect(")")
  return all
}

/** Text that was printed, as a value: it is escaped already where that is asked for. */
export const printed = (frame: Frame, text: string): Datum => (frame.autoescape ? new Markup(text) : text)

const MAX_DEPTH = 100

/** A macro that sees the names of the place where it is defined. */
export const macro = (frame: Frame, name: string, params: ReadonlyArray<Parameter>, body: Part): Func =>
  new Func(
    name,
    ({ args, kwargs }) => {
      const scope = inner(frame, { depth: frame.depth + 1 })
      if (scope.depth > MAX_DEPTH) fault(`macro '${name}' is nested too deeply`)
      for (const [i, param] of params.entries()) {
        const given = i < args.length ? args[i] : kwargs.get(param.name)
        const otherwise = given === undefined ? param.otherwise?.(scope) : given
        scope.vars.set(
          param.name,
          otherwise === undefined ? new Missing(`parameter '${param.name}' was not provided`) : otherwise
        )
      }
      const names = new Set(params.map((param) => param.name))
      scope.vars.set("varargs", args.slice(params.length))
      scope.vars.set("kwargs", new Map([...kwargs].filter(([key]) => !names.has(key) && key !== "caller")))
      scope.vars.set("caller", kwargs.get("caller") ?? new Missing("no caller defined"))
      return printed(frame, captured(scope, body))
    },
    new Map([["name", name]])
  )
