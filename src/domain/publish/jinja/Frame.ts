import type { Call, Datum, Func } from "./Datum.ts"

/** A filter: the value on its left, its arguments, and what it may need of the rendering. */
export type Filter = (value: Datum, call: Call, context: Context) => Datum
export type Test = (value: Datum, call: Call, context: Context) => boolean

/** What filters and tests see. */
export interface Context {
  readonly filters: ReadonlyMap<string, Filter>
  readonly tests: ReadonlyMap<string, Test>
  readonly autoescape: boolean
}

/** Part of a template, ready to print. */
export type Part = (frame: Frame) => void
/** An expression, ready to be worked out. */
export type Expr = (frame: Frame) => Datum

/** A block's definitions, from the most derived template to the base. */
export type Blocks = Map<string, Array<Part>>

/** Names in force at a place of a template, what is printed there, and the template family it belongs to. */
export interface Frame extends Context {
  readonly vars: Map<string, Datum>
  readonly parent: Frame | undefined
  readonly out: Array<string>
  /** What `{% call %}` gives to the macro that it calls. */
  readonly caller?: Func | undefined
  readonly blocks: Blocks
  /** The frame of the template's top. */
  readonly top: Frame | undefined
  readonly depth: number
  /** What the template at the top extends, once it said so. */
  readonly family: { parent: Loaded | undefined }
  /** Finds a template and gives its top part and blocks; `undefined` where there is none. */
  readonly load: (name: string) => Loaded | undefined
}

export interface Loaded {
  readonly name: string
  readonly body: Part
  readonly blocks: ReadonlyMap<string, Part>
  /** What is printed is HTML. */
  readonly autoescape: boolean
}

/** A frame inside another; names set in it are gone after it. */
export const inner = (frame: Frame, changes: Partial<Omit<Frame, "parent">> = {}): Frame => ({
  ...frame,
  vars: new Map(),
  top: topOf(frame),
  caller: undefined,
  ...changes,
  parent: frame
})

export const topOf = (frame: Frame): Frame => frame.top ?? frame

/** The value of a name in the nearest frame that has it. */
export const lookUp = (frame: Frame, name: string): Datum | undefined => {
  for (let here: Frame | undefined = frame; here !== undefined; here = here.parent) {
    const value = here.vars.get(name)
    if (value !== undefined) return value
  }
  return undefined
}

/** What a part prints, instead of printing it. */
export const captured = (frame: Frame, part: Part): string => {
  const out: Array<string> = []
  part({ ...frame, out })
  return out.join("")
}
