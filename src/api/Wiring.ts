import type { Wire, WireError, WireNeeds, WireOutput } from "./Node.ts"
import { makeWire, wireOf } from "./Node.ts"

type AnyWire = Wire<unknown, unknown, unknown>

/** What a pipeline's `build` may give: one wire, or several by name or in order. */
export type Wiring = AnyWire | ReadonlyArray<AnyWire> | { readonly [name: string]: AnyWire }

/** The output of each wire, in the shape in which they were given. */
export type Wired<W> = W extends AnyWire ? WireOutput<W> : { readonly [K in keyof W]: WireOutput<W[K]> }
/** The wires themselves. */
export type Wires<W> = W extends AnyWire ? W : W[keyof W]

const isWire = (wiring: object): wiring is AnyWire =>
  "tasks" in wiring && "get" in wiring && typeof wiring.get === "function"

/**
 * All of a wiring as one wire. Throws where some of it is none.
 *
 * @param what the wiring, as the message calls it
 */
export const join = (wiring: Wiring, what: string): AnyWire => {
  if (typeof wiring !== "object" || wiring === null || isWire(wiring)) return wireOf(wiring, what)
  const wires = Object.entries(wiring).map(([name, wire]) => [name, wireOf(wire, `'${name}' of ${what}`)] as const)
  return makeWire(
    wires.flatMap(([, { tasks }]) => tasks),
    (session) => {
      const got = wires.map(([name, wire]) => [name, wire.get(session)] as const)
      return Array.isArray(wiring) ? got.map(([, value]) => value) : Object.fromEntries(got)
    }
  )
}

/** Several wires as one, which gives what they give in the shape in which they are given. */
export function all<const W extends Wiring>(wiring: W): Wire<Wired<W>, WireError<Wires<W>>, WireNeeds<Wires<W>>>
export function all(wiring: Wiring): AnyWire {
  return join(wiring, "what 'Pipeline.all' is given")
}
