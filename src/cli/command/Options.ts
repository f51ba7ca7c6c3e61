import type * as Cli from "@effect/cli/Options"
import { unmark } from "./Mark.ts"

/** The decoding library, given when a command line has something to decode. */
type CliOptions = typeof Cli

/** What help and the reading of a command line need to know of one option. */
export interface OptionSpec {
  /** Every spelling, as typed: `-m`, `--more`, `-rm`. A short one is a dash and one letter. */
  readonly names: ReadonlyArray<string>
  /** Spellings that say no: `--no-offline`. Only of a `toggle`. */
  readonly negations: ReadonlyArray<string>
  /** `value` and `values` take the next word; `values` may be given again, each time for one more. */
  readonly form: "switch" | "toggle" | "count" | "value" | "values"
  readonly metavar: string
  readonly help: string
  readonly hidden: boolean
  /** What is wrong with a value, in the words of the error, or `undefined`. */
  readonly check: ((value: string) => string | undefined) | undefined
}

/** An option that decodes to `A`; `absent` is what it is when it was not given. */
export interface OptionDecl<A> extends OptionSpec {
  readonly absent: A
  readonly decoder: (cli: CliOptions, key: string) => Cli.Options<A>
}

interface Common {
  readonly help: string
  readonly hidden?: boolean
}

interface Valued extends Common {
  readonly metavar?: string
}

const spec = (names: string, form: OptionSpec["form"], common: Valued): OptionSpec => ({
  names: names.split(", "),
  negations: [],
  form,
  metavar: common.metavar ?? "TEXT",
  help: common.help,
  hidden: common.hidden ?? false,
  check: undefined
})

/** The text in the canonical words of a `text` option, or `undefined` where it was not given. */
export const textOf = (words: ReadonlyArray<string> | undefined): string | undefined => {
  const last = words?.at(-1)
  return last === undefined ? undefined : unmark(last)
}

const marked = (cli: CliOptions, key: string): Cli.Options<string> => cli.map(cli.text(key), unmark)

/** `--all`: on when given. Names are listed as `-a, --all`. */
export const flag = (names: string, common: Common): OptionDecl<boolean> => ({
  ...spec(names, "switch", common),
  absent: false,
  decoder: (cli, key) => cli.boolean(key)
})

/** `--offline/--no-offline`: `undefined` when neither was given; the last one counts. */
export const toggle = (names: string, negations: string, common: Common): OptionDecl<boolean | undefined> => ({
  ...spec(names, "toggle", common),
  negations: negations.split(", "),
  absent: undefined,
  decoder: (cli, key) => cli.map(cli.choice(key, ["yes", "no"]), (word) => word === "yes")
})

/** `-mm`: how often it was given. */
export const count = (names: string, common: Common): OptionDecl<number> => ({
  ...spec(names, "count", common),
  absent: 0,
  decoder: (cli, key) => cli.integer(key)
})

/** `--label TEXT`: the last one counts. */
export const text = (names: string, common: Valued): OptionDecl<string | undefined> => ({
  ...spec(names, "value", common),
  absent: undefined,
  decoder: marked
})

/** `--operation VAL`, as often as wanted. */
export const texts = (names: string, common: Valued): OptionDecl<ReadonlyArray<string>> => ({
  ...spec(names, "values", common),
  absent: [],
  decoder: (cli, key) => cli.map(cli.repeated(cli.text(key)), (words) => words.map(unmark))
})

/** `--limit N`: an integer, at least `min` where that is set. */
export const integer = (names: string, common: Valued & { readonly min?: number }): OptionDecl<number | undefined> => ({
  ...spec(names, "value", { metavar: "INTEGER", ...common }),
  check: (value) => {
    if (!/^[+-]?\d+$/.test(value.trim())) return `${value} is not a valid integer`
    return common.min !== undefined && Number(value) < common.min
      ? `${value} is smaller than the minimum valid value ${common.min}.`
      : undefined
  },
  absent: undefined,
  decoder: (cli, key) => cli.map(marked(cli, key), (word) => Number(word.trim()))
})

/** `--stop-after N`: any number. */
export const number = (names: string, common: Valued): OptionDecl<number | undefined> => ({
  ...spec(names, "value", { metavar: "FLOAT", ...common }),
  check: (value) =>
    value.trim() === "" || Number.isNaN(Number(value)) ? `${value} is not a valid floating point value` : undefined,
  absent: undefined,
  decoder: (cli, key) => cli.map(marked(cli, key), (word) => Number(word.trim()))
})

/** `--shell NAME`: one of a few words. */
export const choice = <const A extends string>(
  names: string,
  choices: ReadonlyArray<A>,
  common: Common
): OptionDecl<A | undefined> => ({
  ...spec(names, "value", { ...common, metavar: `[${choices.join("|")}]` }),
  check: (value) =>
    choices.some((known) => known === value)
      ? undefined
      : `invalid choice: ${value}. (choose from ${choices.join(", ")})`,
  absent: undefined,
  decoder: (cli, key) => cli.map(marked(cli, key), (word) => choices.find((known) => known === word))
})
