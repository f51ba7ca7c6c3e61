import type { Datum } from "./Datum.ts"
import { Func, isText, itemsOf, Missing, textOf } from "./Datum.ts"
import type { Frame, Loaded } from "./Frame.ts"
import { inner, topOf } from "./Frame.ts"
import { printed } from "./Macros.ts"
import { fault, TemplateFault } from "./TemplateFault.ts"

const MAX_DEPTH = 50

const rootOf = (frame: Frame): Frame => (frame.parent === undefined ? frame : rootOf(frame.parent))

/** The first template of some names that is there. */
export const find = (frame: Frame, names: Datum): Loaded | undefined => {
  for (const name of isText(names) ? [names] : itemsOf(names)) {
    const loaded = frame.load(textOf(name))
    if (loaded !== undefined) return loaded
  }
  return undefined
}

const named = (names: Datum): string => (isText(names) ? [names] : itemsOf(names)).map(textOf).join(", ")

/** The template of this name, or the first that is there of several. A fault where there is none. */
export const found = (frame: Frame, names: Datum): Loaded =>
  find(frame, names) ?? fault(names instanceof Missing ? names.hint : `template not found: ${named(names)}`)

/** Renders a template in a frame of its own; where it extends another one, that one is what is printed. */
export const renderIn = (frame: Frame, template: Loaded): void => {
  if (frame.depth > MAX_DEPTH) throw new TemplateFault("templates include or extend each other without end")
  for (const [name, part] of template.blocks) frame.blocks.set(name, [...(frame.blocks.get(name) ?? []), part])
  frame.family.parent = undefined
  const autoescape = template.autoescape
  template.body({ ...frame, autoescape })
  const parent = frame.family.parent
  if (parent !== undefined) renderIn({ ...frame, depth: frame.depth + 1 }, parent)
}

/** A frame for another template: with the names in force here, or with those that every template has. */
export const frameFor = (frame: Frame, template: Loaded, withContext: boolean): Frame =>
  inner(withContext ? frame : rootOf(frame), {
    autoescape: template.autoescape,
    blocks: new Map(),
    family: { parent: undefined },
    top: undefined,
    depth: frame.depth + 1,
    out: frame.out
  })

/** What a template defines at its top, for `import`: names that start with an underscore stay its own. */
export const exportsOf = (frame: Frame, template: Loaded, withContext: boolean): Map<string, Datum> => {
  const scope = { ...frameFor(frame, template, withContext), out: [] }
  renderIn(scope, template)
  return new Map([...scope.vars].filter(([name]) => !name.startsWith("_")))
}

/** Prints a block as the most derived template has it; `super()` in it is the one below. */
export const runBlock = (frame: Frame, name: string, index: number): void => {
  const part = frame.blocks.get(name)?.[index]
  if (part === undefined) return fault(`there is no parent block called '${name}'`)
  const scope = inner(frame)
  const capturedBlock = (at: number): Datum => {
    const out: Array<string> = []
    runBlock({ ...frame, out }, name, at)
    return printed(frame, out.join(""))
  }
  const above = (at: number): Func =>
    new Func(
      "super",
      () => capturedBlock(at),
      new Map(at + 1 < (frame.blocks.get(name)?.length ?? 0) ? [["super", above(at + 1)]] : [])
    )
  scope.vars.set("super", above(index + 1))
  part(scope)
}

/** `self`: each block as a function. */
export const selfOf = (frame: Frame): Datum =>
  new Map<Datum, Datum>(
    [...frame.blocks.keys()].map((name) => [
      name,
      new Func(name, () => {
        const out: Array<string> = []
        runBlock({ ...topOf(frame), blocks: frame.blocks, out }, name, 0)
        return printed(frame, out.join(""))
      })
    ])
  )
