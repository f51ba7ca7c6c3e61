import type { OptionDecl, OptionSpec } from "./Options.ts"

/** What each option was given, in order, by its key. */
export type GivenOptions = ReadonlyMap<string, ReadonlyArray<string>>

/** Options that decode together to `A`. Help and reading see `specs`, by the key under which each is decoded. */
export interface OptionSet<out A> {
  readonly specs: ReadonlyArray<readonly [key: string, spec: OptionSpec]>
  readonly decode: (given: GivenOptions) => A
}

type Decls = Readonly<Record<string, OptionDecl<unknown>>>

type Decoded<D extends Decls> = { readonly [K in keyof D]: D[K]["absent"] }

/** A set from its options by name. `prefix` keeps the keys of two sets apart that one command has both of. */
export function options<D extends Decls>(decls: D, prefix?: string): OptionSet<Decoded<D>>
export function options(decls: Decls, prefix = "opt-"): OptionSet<Readonly<Record<string, unknown>>> {
  const entries = Object.entries(decls)
  return {
    specs: entries.map(([name, decl]) => [prefix + name, decl]),
    decode: (given) =>
      Object.fromEntries(
        entries.map(([name, { absent, read }]) => {
          const values = given.get(prefix + name)
          return [name, values === undefined ? absent : read(values)]
        })
      )
  }
}

/** Some of the options of a set, each as it is there; the others are decoded as left out. */
export const some = <A extends object>(set: OptionSet<A>, names: ReadonlyArray<keyof A & string>): OptionSet<A> => ({
  specs: set.specs.filter(([key]) => names.some((name) => key.endsWith(`-${name}`))),
  decode: set.decode
})

/** Both sets. Where both have a spelling it means the option of `own`: `guild select -S` is not the shared `-S RANGE`. */
export const both = <A extends object, B extends object>(shared: OptionSet<A>, own: OptionSet<B>): OptionSet<A & B> => {
  const taken = new Set(own.specs.flatMap(([, spec]) => [...spec.names, ...spec.negations]))
  const left = shared.specs.map(([key, spec]): readonly [string, OptionSpec] => [
    key,
    { ...spec, names: spec.names.filter((name) => !taken.has(name)) }
  ])
  return {
    specs: [...own.specs, ...left.filter(([, spec]) => spec.names.length > 0)],
    decode: (given) => ({ ...shared.decode(given), ...own.decode(given) })
  }
}

/** The same options, their value seen differently. */
export const mapped = <A, B>(set: OptionSet<A>, f: (value: A) => B): OptionSet<B> => ({
  specs: set.specs,
  decode: (given) => f(set.decode(given))
})
