import type * as Cli from "@effect/cli/Args"
import { unmark } from "./Mark.ts"

/** What help and the reading of a command line need to know of one positional argument. */
export interface ArgSpec {
  readonly metavar: string
  readonly required: boolean
  /** Takes all that is left. */
  readonly variadic: boolean
}

/** An argument that decodes to `A`; `absent` is what it is when no word was left for it. */
export interface ArgDecl<out A> extends ArgSpec {
  readonly absent: A
  readonly decoder: (cli: typeof Cli) => Cli.Args<A>
}

/** `[RUN]...` */
export const variadic = (metavar: string): ArgDecl<ReadonlyArray<string>> => ({
  metavar,
  required: false,
  variadic: true,
  absent: [],
  decoder: (cli) => cli.map(cli.repeated(cli.text({ name: metavar })), (words) => words.map(unmark))
})

/** `PACKAGE...`: one at least. */
export const variadicRequired = (metavar: string): ArgDecl<ReadonlyArray<string>> => ({
  ...variadic(metavar),
  required: true
})

/** `[RUN]` */
export const optional = (metavar: string): ArgDecl<string | undefined> => ({
  metavar,
  required: false,
  variadic: false,
  absent: undefined,
  decoder: (cli) => cli.map(cli.text({ name: metavar }), unmark)
})

/** `LOCATION`. The reading refuses a command line without it, so that `absent` is never seen. */
export const required = (metavar: string): ArgDecl<string> => ({
  metavar,
  required: true,
  variadic: false,
  absent: "",
  decoder: (cli) => cli.map(cli.text({ name: metavar }), unmark)
})

/** Gives the value of one argument from its words, or `absent` where it has none. */
export type DecodeArg = <A>(key: string, decoder: (cli: typeof Cli) => Cli.Args<A>, absent: A) => A

/** Arguments in their order, which decode together to `A`. */
export interface ArgSet<out A> {
  readonly specs: ReadonlyArray<readonly [key: string, spec: ArgSpec]>
  readonly decode: (decode: DecodeArg) => A
}

type Decls = Readonly<Record<string, ArgDecl<unknown>>>

type Decoded<D extends Decls> = { readonly [K in keyof D]: D[K]["absent"] }

/** A set from its arguments by name, in the order in which the words fill them. */
export function args<D extends Decls>(decls: D): ArgSet<Decoded<D>>
export function args(decls: Decls): ArgSet<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(decls)
  return {
    specs: entries,
    decode: (decode) =>
      Object.fromEntries(entries.map(([name, decl]) => [name, decode(name, decl.decoder, decl.absent)]))
  }
}

/** A command without arguments. */
export const noArgs: ArgSet<{}> = args({})
