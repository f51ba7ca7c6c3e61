import type { ArgSpec, GivenArgs } from "./Args.ts"
import type { GivenOptions } from "./OptionSet.ts"
import type { OptionSpec } from "./Options.ts"

/** A command line as it was meant: what each option was given, whatever its spelling, and the words of each argument. */
export interface Canonical {
  readonly options: GivenOptions
  readonly args: GivenArgs
}

/** What reading the options of one command came to. `problem` is a sentence of the error that ends the command. */
export type ReadResult =
  | { readonly kind: "read"; readonly options: Canonical["options"]; readonly words: ReadonlyArray<string> }
  | { readonly kind: "help" }
  | { readonly kind: "problem"; readonly problem: string }

type Specs = ReadonlyArray<readonly [key: string, spec: OptionSpec]>

interface Spelling {
  readonly key: string
  readonly spec: OptionSpec
  readonly negated: boolean
}

const isShort = (name: string): boolean => /^-[^-]$/.test(name)

const spellings = (specs: Specs): ReadonlyMap<string, Spelling> =>
  new Map(
    specs.flatMap(([key, spec]): ReadonlyArray<readonly [string, Spelling]> => [
      ...spec.names.map((name) => [name, { key, spec, negated: false }] as const),
      ...spec.negations.map((name) => [name, { key, spec, negated: true }] as const)
    ])
  )

const takesValue = (spec: OptionSpec): boolean => spec.form === "value" || spec.form === "values"

/** Names that begin as the unknown one does: what the error proposes. */
const noSuchOption = (name: string, known: Iterable<string>): string => {
  const near = [...known].filter((candidate) => candidate.startsWith(name)).sort()
  const hint =
    near.length === 0 || name.length < 3
      ? ""
      : near.length === 1
        ? `  Did you mean ${near[0]}?`
        : `  (Possible options: ${near.join(", ")})`
  return `no such option: ${name}${hint}`
}

/** `'-n' / '--limit'`, as errors name an option. */
const hint = (spec: OptionSpec): string => spec.names.map((name) => `'${name}'`).join(" / ")

/**
 * Reads the options of a command as click does: `--opt value`, `--opt=value`, glued values (`-m3`, `-ofoo`), switches together
 * (`-ya`), `--` before words that are no options. Names of several letters behind one dash (`-Fo`, `-min`) are tried whole, and
 * two-letter switches with the same first letter may stand together (`-Set` is `-Se -St`).
 *
 * @param interspersed false for a group, whose options end at the name of the subcommand
 */
export const readOptions = (specs: Specs, argv: ReadonlyArray<string>, interspersed: boolean): ReadResult => {
  const known = spellings(specs)
  const options = new Map<string, ReadonlyArray<string>>()
  const words: Array<string> = []
  const rest = [...argv]

  const add = (spelling: Spelling, value: string | undefined): string | undefined => {
    const { key, spec } = spelling
    const problem = value === undefined ? undefined : spec.check?.(value)
    if (problem !== undefined) return `Invalid value for ${hint(spec)}: ${problem}`
    options.set(key, [...(options.get(key) ?? []), value ?? (spelling.negated ? "no" : "yes")])
    return undefined
  }

  /** `glued` is a value that came with the name; else the next word is taken, whatever it looks like. */
  const take = (spelling: Spelling, name: string, glued: string | undefined): string | undefined => {
    const value = glued ?? rest.shift()
    return value === undefined ? `${name} option requires an argument` : add(spelling, value)
  }

  const combined = (word: string): ReadonlyArray<Spelling> | undefined => {
    const first = word.slice(0, 2)
    const switches = [...word.slice(2)].map((letter) => known.get(first + letter))
    const found = switches.filter((spelling) => spelling !== undefined && !takesValue(spelling.spec))
    return switches.length > 1 && found.length === switches.length
      ? found.flatMap((spelling) => spelling ?? [])
      : undefined
  }

  const readShort = (word: string): string | undefined => {
    for (let at = 1; at < word.length; at++) {
      const name = `-${word[at] ?? ""}`
      const spelling = known.get(name)
      if (spelling === undefined) return noSuchOption(name, known.keys())
      if (takesValue(spelling.spec)) return take(spelling, name, word.slice(at + 1) || undefined)
      const problem = add(spelling, undefined)
      if (problem !== undefined) return problem
    }
    return undefined
  }

  const readWord = (word: string): string | undefined => {
    const equals = word.indexOf("=")
    const name = equals === -1 ? word : word.slice(0, equals)
    const glued = equals === -1 ? undefined : word.slice(equals + 1)
    const spelling = isShort(name) ? undefined : known.get(name)
    if (spelling !== undefined) {
      if (takesValue(spelling.spec)) return take(spelling, name, glued)
      return glued === undefined ? add(spelling, undefined) : `${name} option does not take a value`
    }
    if (word.startsWith("--")) return noSuchOption(name, known.keys())
    const switches = combined(word)
    return switches === undefined
      ? readShort(word)
      : switches.map((each) => add(each, undefined)).find((problem) => problem !== undefined)
  }

  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (word === "--") {
      words.push(...rest)
      break
    }
    if (word.length < 2 || !word.startsWith("-")) {
      words.push(word)
      if (interspersed) continue
      words.push(...rest)
      break
    }
    if (word === "--help" && !known.has("--help")) return { kind: "help" }
    const problem = readWord(word)
    if (problem !== undefined) return { kind: "problem", problem }
  }
  return { kind: "read", options, words }
}

/** Shares the words out among the arguments: one each, and all that is left to a variadic one. */
export const readArgs = (
  specs: ReadonlyArray<readonly [key: string, spec: ArgSpec]>,
  words: ReadonlyArray<string>
): { readonly args: Canonical["args"] } | { readonly problem: string } => {
  const left = [...words]
  const args = new Map<string, ReadonlyArray<string>>()
  for (const [index, [key, spec]] of specs.entries()) {
    // A variadic argument leaves one word to each that is required behind it.
    const behind = specs.slice(index + 1).filter(([, later]) => later.required).length
    const mine = left.splice(0, spec.variadic ? Math.max(0, left.length - behind) : 1)
    // An empty word is what a variable of a script leaves that is not set.
    if (spec.required && mine.every((word) => word === ""))
      return { problem: `Missing argument '${spec.metavar}${spec.variadic ? "..." : ""}'.` }
    if (mine.length > 0) args.set(key, mine)
  }
  if (left.length === 0) return { args }
  return { problem: `Got unexpected extra argument${left.length === 1 ? "" : "s"} (${left.join(" ")})` }
}
