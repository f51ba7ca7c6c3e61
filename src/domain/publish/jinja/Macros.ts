import type { Cursor } from "./Cursor.ts"
import type { Call, Datum } from "./Datum.ts"
import { Func, Markup, Missing, tuple } from "./Datum.ts"
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
    const otherwise = cursor.take("=") ? expression(cursor) : undefined
    if (otherwise === undefined && all.at(-1)?.otherwise !== undefined)
      cursor.refuse("non-default argument follows default argument")
    all.push({ name, otherwise })
    if (!cursor.take(",")) break
  }
  cursor.expect(")")
  return all
}

/** Text that was printed, as a value: it is escaped already where that is asked for. */
export const printed = (frame: Frame, text: string): Datum => (frame.autoescape ? new Markup(text) : text)

const MAX_DEPTH = 100

/** A macro as it stands in a template. */
export interface MacroDef {
  readonly name: string
  readonly params: ReadonlyArray<Parameter>
  readonly body: Part
  /** Names that its body reads: with `varargs` and `kwargs` among them it takes any arguments. */
  readonly names: ReadonlySet<string>
}

const requireFitting = ({ name, names, params }: MacroDef, { args, kwargs }: Call): void => {
  if (args.length > params.length && !names.has("varargs"))
    fault(`macro '${name}' takes not more than ${params.length} argument(s)`)
  const known = new Set([...params.map((param) => param.name), ...(names.has("caller") ? ["caller"] : [])])
  const unknown = [...kwargs.keys()].find((key) => !known.has(key))
  if (unknown !== undefined && !names.has("kwargs")) fault(`macro '${name}' takes no keyword argument '${unknown}'`)
}

/** A macro that sees the names of the place where it is defined. */
export const macro = (frame: Frame, def: MacroDef): Func => {
  const { body, name, params } = def
  return new Func(
    name,
    (call) => {
      requireFitting(def, call)
      const { args, kwargs } = call
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
      scope.vars.set("varargs", tuple(args.slice(params.length)))
      scope.vars.set("kwargs", new Map([...kwargs].filter(([key]) => !names.has(key) && key !== "caller")))
      scope.vars.set("caller", kwargs.get("caller") ?? new Missing("no caller defined"))
      return printed(frame, captured(scope, body))
    },
    new Map([["name", name]])
  )
}
