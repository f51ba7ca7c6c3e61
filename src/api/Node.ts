import type { Duration, Effect, Schedule } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import type { NodeServices, OnRun, RunRequest } from "./NodeRun.ts"
import type { NodeError } from "./Errors.ts"

/** Everything that one run of a pipeline has in common: what nodes gave is kept by it. */
export interface Session {
  readonly record: <A, E, R>(request: RunRequest<A, E, R>) => Effect.Effect<A, E | NodeError, R | NodeServices>
}

/** How often and how long a node is tried. */
export interface Policy<in E = unknown> {
  /** After which failures, and how much later, the node is run again. Each attempt is a run of its own. */
  readonly retry?: Schedule.Schedule<unknown, E> | undefined
  /** An attempt is interrupted, and has failed, after this long. */
  readonly timeout?: Duration.DurationInput | undefined
}

/** A node as the scheduler sees it: what it gives is behind `attempt` and `restore`. */
export interface Task<out E, out R> {
  readonly name: string
  readonly operation: string
  readonly needs: ReadonlyArray<Task<E, R>>
  readonly policy: Policy
  /** The operation with its flags: a recorded run of another identity is not this node's. */
  readonly identity: string
  readonly attempt: (session: Session, onRun: OnRun) => Effect.Effect<void, E | NodeError, R | NodeServices>
  /** Reads what a completed run gave, where the start that ran it did not live to keep it. A function keeps it before it ends. */
  readonly readAgain: ((run: RunRef) => Effect.Effect<unknown, NodeError, NodeServices>) | undefined
  /** Takes what an earlier run recorded; `false` where that is not what the operation gives now. */
  readonly restore: (session: Session, output: unknown) => boolean
}

/** What a node will give, to be wired to what another requires. Made before anything runs. */
export interface Wire<out A, out E = never, out R = never> {
  /** The nodes that it comes from: one, unless wires were joined. */
  readonly tasks: ReadonlyArray<Task<E, R>>
  /** What they gave in a session. A mistake of guild's where they have not ended. */
  readonly get: (session: Session) => A
  /** The same nodes seen through a pure function, such as one field of what it gives. */
  readonly map: <B>(f: (output: A) => B) => Wire<B, E, R>
}

/** The error type of wires. */
export type WireError<W> = W extends Wire<unknown, infer E, unknown> ? E : never
/** What the operations behind wires need. */
export type WireNeeds<W> = W extends Wire<unknown, unknown, infer R> ? R : never
/** What wires give. */
export type WireOutput<W> = W extends Wire<infer A, unknown, unknown> ? A : never

/** Makes a wire of tasks and of how their output is read. */
export const makeWire = <A, E, R>(tasks: ReadonlyArray<Task<E, R>>, get: (session: Session) => A): Wire<A, E, R> => ({
  tasks,
  get,
  map: (f) => makeWire(tasks, (session) => f(get(session)))
})

const isWire = (value: unknown): value is Wire<unknown, unknown, unknown> =>
  typeof value === "object" && value !== null && "tasks" in value && "get" in value && typeof value.get === "function"

/**
 * What has to be a wire, though nothing may have checked the types of whoever made it.
 *
 * @param what the value, as the message calls it that is thrown otherwise
 */
export const wireOf = (value: unknown, what: string): Wire<unknown, unknown, unknown> => {
  if (isWire(value)) return value
  throw new TypeError(`${what} is not the output of a node, as 'with' and 'Pipeline.all' give it`)
}

/** Where the output of a node is kept, by session; it goes with the session. */
export interface Cell<in out A> {
  readonly set: (session: Session, value: A) => void
  readonly get: (session: Session) => A
}

/** A place for what a node gives, set once in each session. Read before that, it throws, which is a mistake of who wired the nodes. */
export const makeCell = <A>(name: string): Cell<A> => {
  const values = new WeakMap<Session, { readonly value: A }>()
  return {
    set: (session, value) => void values.set(session, { value }),
    get: (session) => {
      const kept = values.get(session)
      if (kept === undefined) throw new Error(`'${name}' was read before it ended`)
      return kept.value
    }
  }
}
