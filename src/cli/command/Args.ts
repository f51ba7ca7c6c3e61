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
  readonly read: (words: ReadonlyArray<string>) => A
}

/** `[RUN]...` */
export const variadic = (metavar: string): ArgDecl<ReadonlyArray<string>> => ({
  metavar,
  required: false,
  variadic: true,
  absent: [],
  read: (words) => words
})

/** `[RUN]` */
export const optional = (metavar: string): ArgDecl<string | undefined> => ({
  metavar,
  required: false,
  variadic: false,
  absent: undefined,
  read: ([word]) => word
})

/** `LOCATION`. The reading refuses a command line without it, so that `absent` is never seen. */
export const required = (metavar: string): ArgDecl<string> => ({
  metavar,
  required: true,
  variadic: false,
  absent: "",
  read: ([word]) => word ?? ""
})

/** The words of each argument that has any, by its key. */
export type GivenArgs = ReadonlyMap<string, ReadonlyArray<string>>

/** Arguments in their order, which decode together to `A`. */
export interface ArgSet<out A> {
  readonly specs: ReadonlyArray<readonly [key: string, spec: ArgSpec]>
  readonly decode: (given: GivenArgs) => A
}

type Decls = Readonly<Record<string, ArgDecl<unknown>>>

type Decoded<D extends Decls> = { readonly [K in keyof D]: D[K]["absent"] }

/** A set from its arguments by name, in the order in which the words fill them. */
export function args<D extends Decls>(decls: D): ArgSet<Decoded<D>>
export function args(decls: Decls): ArgSet<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(decls)
  return {
    specs: entries,
    decode: (given) =>
      Object.fromEntries(
        entries.map(([name, { absent, read }]) => {
          const words = given.get(name)
          return [name, words === undefined ? absent : read(words)]
        })
      )
  }
}

/** A command without arguments. */
export const noArgs: ArgSet<{}> = args({})
