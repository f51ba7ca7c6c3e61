import type { ArgSpec } from "./Args.ts"
import type { Command, Group } from "./Command.ts"
import type { OptionSpec } from "./Options.ts"

/** A word that may stand where the cursor is, and what it means. */
export interface Candidate {
  readonly word: string
  readonly help: string
}

/** What fits where the cursor is: words that are known here, or things of a kind that somebody has to look up. */
export type Completion =
  | { readonly kind: "words"; readonly words: ReadonlyArray<Candidate> }
  | { readonly kind: "runs"; readonly start: string; readonly deleted: boolean }
  | { readonly kind: "operations" | "tags" | "models"; readonly start: string }
  /** Operations for the first word, flags of the operation `words[0]` for those behind it. */
  | { readonly kind: "run-words"; readonly start: string; readonly words: ReadonlyArray<string> }
  | { readonly kind: "files" }

type Specs = ReadonlyArray<readonly [key: string, spec: OptionSpec]>

const optionOf = (specs: Specs, name: string): OptionSpec | undefined =>
  specs.find(([, { names, negations }]) => [...names, ...negations].includes(name))?.[1]

const takesValue = (spec: OptionSpec): boolean => spec.form === "value" || spec.form === "values"

const words = (candidates: ReadonlyArray<Candidate>, start: string): Completion => ({
  kind: "words",
  words: candidates.filter(({ word }) => word.startsWith(start)).sort((a, b) => (a.word < b.word ? -1 : 1))
})

const FILES: ReadonlySet<string> = new Set(["PATH", "DIR", "FILE", "PIDFILE", "OUTPUT", "LOCATION", "ARCHIVE"])

/** What the value of an option, or an argument, is by its name in help. */
const valueOf = (metavar: string, start: string, path: string): Completion => {
  if (/^\[[^[\]]*\|[^[\]]*\]$/.test(metavar))
    return words(
      metavar
        .slice(1, -1)
        .split("|")
        .map((word) => ({ word, help: "" })),
      start
    )
  if (metavar === "RUN") return { kind: "runs", start, deleted: /^guild runs (restore|purge)$/.test(path) }
  if (metavar === "TAG") return { kind: "tags", start }
  if (metavar === "ALGORITHM" || metavar === "OPSPEC") return { kind: "operations", start }
  return FILES.has(metavar) ? { kind: "files" } : words([], start)
}

const optionValue = (spec: OptionSpec, start: string, path: string): Completion =>
  spec.names.includes("--operation") ? { kind: "operations", start } : valueOf(spec.metavar, start, path)

const optionNames = (specs: Specs): ReadonlyArray<Candidate> => [
  ...specs
    .filter(([, { hidden }]) => !hidden)
    .flatMap(([, { help, names, negations }]) => [...names, ...negations].map((word) => ({ word, help }))),
  { word: "--help", help: "Show this message and exit." }
]

const subcommands = (group: Group): ReadonlyArray<Candidate> =>
  group.commands
    .filter(({ hidden }) => !hidden)
    .flatMap(({ aliases, name, summary }) => [name, ...aliases].map((word) => ({ word, help: summary })))

const argOf = (args: Command["args"], position: number): ArgSpec | undefined =>
  args[position]?.[1] ?? (args.at(-1)?.[1].variadic === true ? args.at(-1)?.[1] : undefined)

/**
 * What fits at the end of a command line.
 *
 * @param root the top level
 * @param typed the words behind the program's name, the last as far as it is typed
 */
export const complete = (root: Group, typed: ReadonlyArray<string>): Completion => {
  const start = typed.at(-1) ?? ""
  let node: Command | Group = root
  let path = root.name
  let plain: Array<string> = []
  let awaiting: OptionSpec | undefined
  let onlyWords = false
  for (const word of typed.slice(0, -1)) {
    if (awaiting !== undefined) {
      awaiting = undefined
      continue
    }
    if (word.startsWith("-") && word.length > 1 && !onlyWords) {
      const option: OptionSpec | undefined = optionOf(node.options, word)
      if (option !== undefined && takesValue(option)) awaiting = option
      onlyWords = word === "--"
      continue
    }
    const next: Command | Group | undefined =
      node.kind === "group"
        ? node.commands.find((each) => each.name === word || each.aliases.includes(word))
        : undefined
    if (next === undefined) plain.push(word)
    else {
      node = next
      path = `${path} ${next.name}`
      plain = []
    }
  }
  if (awaiting !== undefined) return optionValue(awaiting, start, path)
  if (start.startsWith("-") && !onlyWords) {
    const equals = start.indexOf("=")
    const option = equals === -1 ? undefined : optionOf(node.options, start.slice(0, equals))
    if (option === undefined) return words(optionNames(node.options), start)
    const value = optionValue(option, start.slice(equals + 1), path)
    return value.kind === "words"
      ? {
          kind: "words",
          words: value.words.map(({ help, word }) => ({ word: `${start.slice(0, equals + 1)}${word}`, help }))
        }
      : value
  }
  if (node.kind === "group") return words(plain.length === 0 ? subcommands(node) : [], start)
  const arg = argOf(node.args, plain.length)
  if (arg === undefined) return words([], start)
  if (arg.metavar.includes("FLAG=VAL")) return { kind: "run-words", start, words: plain }
  if (arg.metavar === "FILTER") return { kind: node.name === "models" ? "models" : "operations", start }
  return valueOf(arg.metavar, start, path)
}
