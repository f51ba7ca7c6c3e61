import type { Session, Wire, WireError, WireNeeds, WireOutput } from "./Node.ts"
import { makeWire } from "./Node.ts"

type AnyWire = Wire<unknown, unknown, unknown>

/** What a pipeline's `build` may give: one wire, or several by name or in order. */
export type Wiring = AnyWire | ReadonlyArray<AnyWire> | { readonly [name: string]: AnyWire }

/** The output of each wire, in the shape in which they were given. */
export type Wired<W> = W extends AnyWire ? WireOutput<W> : { readonly [K in keyof W]: WireOutput<W[K]> }
/** The wires themselves. */
export type Wires<W> = W extends AnyWire ? W : W[keyof W]

const isWire = (wiring: Wiring): wiring is AnyWire =>
  "tasks" in wiring && "get" in wiring && typeof wiring.get === "function"

const read = (wiring: Wiring, session: Session): unknown =>
  isWire(wiring)
    ? wiring.get(session)
    : Array.isArray(wiring)
      ? wiring.map((wire: AnyWire) => wire.get(session))
      : Object.fromEntries(Object.entries(wiring).map(([name, wire]) => [name, wire.get(session)]))

/** All of a wiring as one wire. */
export const join = (wiring: Wiring): AnyWire =>
  isWire(wiring)
    ? wiring
    : makeWire(
        Object.values(wiring).flatMap(({ tasks }) => tasks),
        (session) => read(wiring, session)
      )

/** Several wires as one, which gives what they give in the shape in which they are given. */
export function all<const W extends Wiring>(wiring: W): Wire<Wired<W>, WireError<Wires<W>>, WireNeeds<Wires<W>>>
export function all(wiring: Wiring): AnyWire {
  return join(wiring)
}
