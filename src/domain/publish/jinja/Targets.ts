import type { Cursor } from "./Cursor.ts"
import type { Datum } from "./Datum.ts"
import { itemsOf, Namespace } from "./Datum.ts"
import type { Frame } from "./Frame.ts"
import { lookUp } from "./Frame.ts"
import { fault } from "./TemplateFault.ts"

/** What a `for` or a `set` gives values to: a name, an attribute of a namespace, or several of them. */
export type Target = string | { readonly object: string; readonly attribute: string } | ReadonlyArray<Target>

const single = (cursor: Cursor): Target => {
  if (cursor.take("(")) {
    const inside = targets(cursor)
    cursor.expect(")")
    return inside
  }
  const name = cursor.name()
  return cursor.take(".") ? { object: name, attribute: cursor.name() } : name
}

/** What a value is assigned to: a name, or several that it is taken apart for. */
export const targets = (cursor: Cursor): Target => {
  const first = single(cursor)
  if (!cursor.peek(",")) return first
  const all: Array<Target> = [first]
  while (cursor.take(",")) if (cursor.token.kind === "name" || cursor.peek("(")) all.push(single(cursor))
  return all
}

const isList = (target: Target): target is ReadonlyArray<Target> => Array.isArray(target)

/** Gives a value to a target in a frame; several targets take a value apart. */
export const assign = (frame: Frame, target: Target, value: Datum): void => {
  if (typeof target === "string") frame.vars.set(target, value)
  else if (isList(target)) {
    const items = itemsOf(value)
    if (items.length !== target.length) fault(`cannot take ${items.length} value(s) apart into ${target.length} names`)
    for (const [i, each] of target.entries()) assign(frame, each, items[i] ?? null)
  } else {
    const object = lookUp(frame, target.object)
    if (!(object instanceof Namespace)) return fault("cannot assign attribute on non-namespace object")
    object.values.set(target.attribute, value)
  }
}
