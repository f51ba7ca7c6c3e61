import type { Datum } from "./Datum.ts"
import { Func, itemsOf, Missing, same, truthy } from "./Datum.ts"
import type { Expr, Frame, Part } from "./Frame.ts"
import { captured, inner } from "./Frame.ts"
import type { Target } from "./Targets.ts"
import { assign } from "./Targets.ts"

export interface Loop {
  readonly target: Target
  readonly items: Expr
  readonly test: Expr | undefined
  readonly recursive: boolean
  readonly body: Part
  readonly otherwise: Part | undefined
}

const before = new Missing("there is no previous item")
const after = new Missing("there is no next item")

/** Renders a `for` with the names of `loop` inside it. */
export const runLoop = (frame: Frame, loop: Loop, all: Datum, depth: number): void => {
  const test = loop.test
  const items = itemsOf(all).filter((value) => {
    if (test === undefined) return true
    const scope = inner(frame)
    assign(scope, loop.target, value)
    return truthy(test(scope))
  })
  if (items.length === 0) return loop.otherwise?.(inner(frame))
  const state: { seen: Datum | undefined } = { seen: undefined }
  for (const [i, value] of items.entries()) {
    const scope = inner(frame)
    scope.vars.set("loop", loopAt(frame, loop, items, i, depth, state))
    assign(scope, loop.target, value)
    loop.body(scope)
  }
}

const loopAt = (
  frame: Frame,
  loop: Loop,
  items: ReadonlyArray<Datum>,
  i: number,
  depth: number,
  state: { seen: Datum | undefined }
): Datum =>
  new Func(
    "loop",
    ({ args }) =>
      loop.recursive ? captured(frame, (inside) => runLoop(inside, loop, args[0] ?? [], depth + 1)) : null,
    new Map<string, Datum>([
      ["index", i + 1],
      ["index0", i],
      ["revindex", items.length - i],
      ["revindex0", items.length - i - 1],
      ["first", i === 0],
      ["last", i === items.length - 1],
      ["length", items.length],
      ["depth", depth + 1],
      ["depth0", depth],
      ["previtem", items[i - 1] ?? before],
      ["nextitem", items[i + 1] ?? after],
      ["cycle", new Func("cycle", ({ args }) => args[i % Math.max(1, args.length)] ?? null)],
      [
        "changed",
        new Func("changed", ({ args }) => {
          const now: Datum = [...args]
          const changed = state.seen === undefined || !same(state.seen, now)
          state.seen = now
          return changed
        })
      ]
    ])
  )
