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
  /** The value of what was given, in order, after `check` had nothing against it. */
  readonly read: (values: ReadonlyArray<string>) => A
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

const last = (values: ReadonlyArray<string>): string => values.at(-1) ?? ""

/** `--all`: on when given. Names are listed as `-a, --all`. */
export const flag = (names: string, common: Common): OptionDecl<boolean> => ({
  ...spec(names, "switch", common),
  absent: false,
  read: () => true
})

/** `--offline/--no-offline`: `undefined` when neither was given; the last one counts. */
export const toggle = (names: string, negations: string, common: Common): OptionDecl<boolean | undefined> => ({
  ...spec(names, "toggle", common),
  negations: negations.split(", "),
  absent: undefined,
  read: (values) => last(values) === "yes"
})

/** `-mm`: how often it was given. */
export const count = (names: string, common: Common): OptionDecl<number> => ({
  ...spec(names, "count", common),
  absent: 0,
  read: (values) => values.length
})

/** `--label TEXT`: the last one counts. */
export const text = (names: string, common: Valued): OptionDecl<string | undefined> => ({
  ...spec(names, "value", common),
  absent: undefined,
  read: last
})

/** `--dest DIR`: a place on the disk. No text is none, and would stand for the current directory where a variable of a script is unset. */
export const place = (names: string, common: Valued): OptionDecl<string | undefined> => ({
  ...text(names, common),
  check: (value) => (value === "" ? "it cannot be empty" : undefined)
})

/** `--operation VAL`, as often as wanted. */
export const texts = (names: string, common: Valued): OptionDecl<ReadonlyArray<string>> => ({
  ...spec(names, "values", common),
  absent: [],
  read: (values) => values
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
  read: (values) => Number(last(values).trim())
})

/** `--stop-after N`: any number. */
export const number = (names: string, common: Valued): OptionDecl<number | undefined> => ({
  ...spec(names, "value", { metavar: "FLOAT", ...common }),
  check: (value) =>
    value.trim() === "" || Number.isNaN(Number(value)) ? `${value} is not a valid floating point value` : undefined,
  absent: undefined,
  read: (values) => Number(last(values).trim())
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
  read: (values) => choices.find((known) => known === last(values))
})
