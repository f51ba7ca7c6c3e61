import type { Schema, Scope } from "effect"
import { Effect, Either } from "effect"
import { jsonText } from "../domain/text/JsonText.ts"
import { codec, flagReader, NOTHING } from "./Codec.ts"
import { toValue } from "./Data.ts"
import type { NodeError } from "./Errors.ts"
import { DataInvalid, NodeRunFailed } from "./Errors.ts"
import type { Fields } from "./Flags.ts"
import type { CurrentRun, Log } from "./Log.ts"
import type { Policy, Task, Wire, WireError, WireNeeds } from "./Node.ts"
import { makeCell, makeWire, wireOf } from "./Node.ts"
import type { Body } from "./NodeRun.ts"
import { readOutput } from "./ReadOutput.ts"
import { traceOf } from "./Reasons.ts"

/** The Schema of flags: a `Schema.Struct`, whose fields guild imports. */
export type FlagSchema<A, I> = Schema.Schema<A, I> & { readonly fields: Fields }

/** What an operation is run with. */
export interface Input<F, Q> {
  readonly flags: F
  /** What the operations that it requires gave. */
  readonly requires: Q
}

/** Wires for everything that is required, each of its type. */
export type Wires<Q> = { readonly [K in keyof Q]: Wire<Q[K], unknown, unknown> }

type Optional<K extends string, V> = {} extends V ? { readonly [N in K]?: V } : { readonly [N in K]: V }

/** What is given for names: nothing where there are no names, which an empty object type does not hold anyone to. */
export type Given<T> = keyof T extends never ? Readonly<Record<string, never>> : T

/** No wires beside those that are required. */
type Only<Q, W> = W & { readonly [K in Exclude<keyof W, keyof Q>]: never }

/** What a node says besides its operation. Flags are encoded, as on the command line. */
export type NodeOptions<FI, Q, W, E> = Optional<"flags", Given<FI>> &
  Optional<"requires", Only<Q, W>> &
  Policy<E | NodeError> & {
    /** The node's name in its pipeline, where it is not that of its operation. */
    readonly as?: string | undefined
    readonly label?: string | undefined
    readonly tags?: ReadonlyArray<string> | undefined
  }

type Arg<T> = {} extends T ? [options?: T] : [options: T]

/** An operation: typed from its flags and what it requires to what it gives. */
export interface Operation<FI, Q, A, E, R> {
  readonly kind: "operation"
  /** What its runs are named, and its nodes where they do not say. */
  readonly name: string
  readonly description: string
  /** The Schemas of its flags, by name. */
  readonly fields: Fields
  /** Names of what it requires. */
  readonly requires: ReadonlyArray<string>
  /** What it does for flags as the command line gives them, and nothing wired to it. */
  readonly prepare: (flags: unknown) => Either.Either<Body<unknown, E, R>, DataInvalid | NodeRunFailed>
  /** A node that runs this operation, to be wired to others. Runs nothing. */
  readonly with: <W extends Wires<Q>>(
    ...args: Arg<NodeOptions<FI, Q, W, E>>
  ) => Wire<A, E | WireError<W[keyof W]>, R | WireNeeds<W[keyof W]>>
}

/** A command of a process operation. */
export interface Command {
  /** Program and arguments; no shell comes near them. */
  readonly argv: readonly [string, ...Array<string>]
  /** Variables that its process has besides those of any run. */
  readonly env?: Readonly<Record<string, string>>
}

interface Definition<F, FI, Q, QI, A, AI> {
  readonly description?: string
  readonly flags?: FlagSchema<F, FI>
  readonly requires?: Schema.Schema<Q, QI> & { readonly fields: Fields }
  readonly output: Schema.Schema<A, AI>
}

interface Loose extends Definition<unknown, unknown, unknown, unknown, unknown, unknown> {}

interface LooseOptions extends Policy {
  readonly flags?: unknown
  readonly requires?: Readonly<Record<string, Wire<unknown, unknown, unknown>>>
  readonly as?: string | undefined
  readonly label?: string | undefined
  readonly tags?: ReadonlyArray<string> | undefined
}

type AnyOperation = Operation<unknown, unknown, unknown, unknown, unknown>
type AnyInput = Input<unknown, unknown>
type AnyBody = Body<unknown, unknown, unknown>

const build = (
  name: string,
  definition: Loose,
  body: (input: AnyInput) => AnyBody,
  readAgain?: Task<unknown, unknown>["readAgain"]
): AnyOperation => {
  const { description = "", output } = definition
  const required = Object.keys(definition.requires?.fields ?? {})
  const readFlags = flagReader(name, definition.flags)
  const requires = codec(definition.requires ?? NOTHING)
  const { decode } = codec(output)
  /** What the user's own functions say of a run before there is one. */
  const attempted = <A>(f: () => A) =>
    Either.try({
      try: f,
      catch: (defect) => new NodeRunFailed({ operation: name, run: undefined, reason: traceOf(defect) })
    })
  const node = (options: LooseOptions = {}): Wire<unknown, unknown, unknown> => {
    const node = options.as ?? name
    const wired = Object.fromEntries(
      Object.entries(options.requires ?? {}).map(([key, wire]) => {
        if (!required.includes(key)) throw new TypeError(`${name} does not require '${key}', which ${node} is given`)
        return [key, wireOf(wire, `'${key}' of ${node}`)] as const
      })
    )
    const cell = makeCell<unknown>(node)
    // Flags that do not fit are an outcome of the node: a graph is built before anything can fail.
    const given = readFlags(options.flags ?? {})
    const task: Task<unknown, unknown> = {
      name: node,
      operation: name,
      needs: Object.values(wired).flatMap(({ tasks }) => tasks),
      policy: { retry: options.retry, timeout: options.timeout },
      identity: `${name} ${jsonText(Either.isRight(given) ? given.right.encoded : {})}`,
      attempt: (session, onRun) =>
        Effect.gen(function* () {
          const { decoded, encoded } = yield* given
          const needed = yield* attempted(() =>
            Object.fromEntries(Object.entries(wired).map(([key, wire]) => [key, wire.get(session)]))
          )
          const kept = yield* Either.mapLeft(
            requires.encode(needed),
            (reason) => new DataInvalid({ operation: name, what: "requires", reason })
          )
          const value = yield* session.record({
            operation: name,
            label: options.label,
            tags: options.tags ?? [],
            flags: encoded,
            requires: Object.keys(wired).length === 0 ? undefined : toValue(kept),
            body: yield* attempted(() => body({ flags: decoded, requires: needed })),
            onRun
          })
          cell.set(session, value)
        }),
      readAgain,
      restore: (session, data) => {
        const value = decode(data)
        if (Either.isLeft(value)) return false
        cell.set(session, value.right)
        return true
      }
    }
    return makeWire([task], cell.get)
  }
  return {
    kind: "operation",
    name,
    description,
    fields: definition.flags?.fields ?? {},
    requires: required,
    prepare: (data) =>
      Either.flatMap(readFlags(data), ({ decoded }) => attempted(() => body({ flags: decoded, requires: {} }))),
    with: node
  }
}

/**
 * An operation that is a function of flags and of what it requires. While it runs it may say things of its run (`Log`, and Effect's own
 * `Console` and `Effect.log`) and use the run's directory (`CurrentRun`); what it acquires in a `Scope` is released when it ends.
 * Whatever else its Effect needs, the pipeline needs.
 */
function make<A, AI, E, R, F = {}, FI = {}, Q = {}, QI = {}>(
  name: string,
  definition: Definition<F, FI, Q, QI, A, AI> & {
    readonly run: (input: Input<F, Q>) => Effect.Effect<NoInfer<A>, E, R>
  }
): Operation<FI, Q, A, E, Exclude<R, Log | CurrentRun | Scope.Scope>>
function make(
  name: string,
  definition: Loose & { readonly run: (input: AnyInput) => Effect.Effect<unknown, unknown, unknown> }
): AnyOperation {
  return build(name, definition, (input) => ({
    kind: "function",
    // What a function throws before it gives its Effect is thrown by its run.
    effect: Effect.suspend(() => definition.run(input)),
    ...codec(definition.output)
  }))
}

/**
 * An operation that is a process, run in its run's directory. It gives the JSON of the file `result`, or else its scalars by name;
 * `outputScalars` are as in a Guild file.
 */
function process<A, AI, F = {}, FI = {}, Q = {}, QI = {}>(
  name: string,
  definition: Definition<F, FI, Q, QI, A, AI> & {
    readonly command: (input: Input<F, Q>) => Command
    readonly result?: string
    readonly outputScalars?: Readonly<Record<string, string>>
  }
): Operation<FI, Q, A, never, never>
function process(
  name: string,
  definition: Loose & {
    readonly command: (input: AnyInput) => Command
    readonly result?: string
    readonly outputScalars?: Readonly<Record<string, string>>
  }
): AnyOperation {
  const body = (input: AnyInput): AnyBody => {
    const { argv, env = {} } = definition.command(input)
    return {
      kind: "process",
      argv,
      env,
      outputScalars: definition.outputScalars ?? null,
      result: definition.result,
      decode: codec(definition.output).decode
    }
  }
  return build(name, definition, body, (run) => readOutput(name, run, definition.result))
}

/** An operation of a Guild file, by its name there. It gives the JSON of the file `result`, or else its scalars by name. */
function guild<A, AI, F = {}, FI = {}, Q = {}, QI = {}>(
  name: string,
  definition: Definition<F, FI, Q, QI, A, AI> & { readonly result?: string }
): Operation<FI, Q, A, never, never>
function guild(name: string, definition: Loose & { readonly result?: string }): AnyOperation {
  const body = (): AnyBody => ({
    kind: "guild",
    spec: name,
    result: definition.result,
    decode: codec(definition.output).decode
  })
  return build(name, definition, body, (run) => readOutput(name, run, definition.result))
}

/** How operations are made: of a function, of a process, or of an operation of a Guild file. */
export const Operation = { make, process, guild }
