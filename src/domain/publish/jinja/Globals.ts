import { arg, intArg, textArg } from "./Arguments.ts"
import type { Datum } from "./Datum.ts"
import { Func, itemsOf, Namespace } from "./Datum.ts"
import { fault } from "./TemplateFault.ts"

/** More than a report can show; a template that asks for more has a mistake. */
const MAX_RANGE = 1_000_000

const range = new Func("range", (call) => {
  const [start, end] =
    call.args.length < 2 ? [0, intArg(call, 0, "stop", 0)] : [intArg(call, 0, "start", 0), intArg(call, 1, "stop", 0)]
  const step = intArg(call, 2, "step", 1)
  if (step === 0) return fault("range() arg 3 must not be zero")
  const length = Math.max(0, Math.ceil((end - start) / step))
  return length > MAX_RANGE
    ? fault(`range too big: the most is ${MAX_RANGE}`)
    : Array.from({ length }, (_, i) => start + i * step)
})

const dict = new Func("dict", (call) => {
  const first = call.args[0]
  const base: ReadonlyArray<readonly [Datum, Datum]> =
    first instanceof Map
      ? [...first]
      : itemsOf(first ?? []).map((pair) => [itemsOf(pair)[0] ?? null, itemsOf(pair)[1] ?? null] as const)
  return new Map<Datum, Datum>([...base, ...call.kwargs])
})

const cycler = new Func("cycler", ({ args }) => {
  let pos = 0
  const attrs = new Map<string, Datum>([["current", args[0] ?? null]])
  const move = (to: number): void => {
    pos = to % Math.max(1, args.length)
    attrs.set("current", args[pos] ?? null)
  }
  attrs.set(
    "next",
    new Func("next", () => {
      const value = args[pos] ?? null
      move(pos + 1)
      return value
    })
  )
  attrs.set("reset", new Func("reset", () => (move(0), null)))
  return new Func("cycler", () => null, attrs)
})

const joiner = new Func("joiner", (call) => {
  const by = textArg(call, 0, "sep", ", ")
  let used = false
  return new Func("joiner", () => {
    const text = used ? by : ""
    used = true
    return text
  })
})

const namespace = new Func("namespace", (call) => {
  const first = arg(call, 0, "")
  const base =
    first instanceof Map
      ? [...first].flatMap(([key, value]) => (typeof key === "string" ? [[key, value] as const] : []))
      : []
  return new Namespace(new Map([...base, ...call.kwargs]))
})

/** What every template can call. */
export const GLOBALS: ReadonlyMap<string, Datum> = new Map<string, Datum>([
  ["range", range],
  ["dict", dict],
  ["cycler", cycler],
  ["joiner", joiner],
  ["namespace", namespace]
])
