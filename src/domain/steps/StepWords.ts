import { Either } from "effect"
import { nearest } from "../text/Nearest.ts"
import { shortRepr } from "../text/PyRepr.ts"
import { isList, isMap, toNumber } from "../Value.ts"
import type { Value, ValueMap } from "../Value.ts"
import { STEP_ATTRIBUTES } from "./DecodeSteps.ts"

/** An option of `guild run`, as a step may name it. */
export interface RunOption {
  /** The name that it has in `run_params`. */
  readonly param: string
  /** Its longest spelling. */
  readonly spelling: string
  readonly takesValue: boolean
}

export interface GivenOption extends RunOption {
  /** Empty for an option that takes none. */
  readonly values: ReadonlyArray<string>
}

/** The words of a step's `run`, told apart. */
export interface StepWords {
  readonly options: ReadonlyArray<GivenOption>
  readonly opSpec: string | undefined
  /** Flags and batch files. */
  readonly rest: ReadonlyArray<string>
}

/** Options that mean something to a step. */
const USED: ReadonlySet<string> = new Set([
  "batch_comment",
  "batch_label",
  "batch_output",
  "batch_tag",
  "budget",
  "comment",
  "dep",
  "fail_fast",
  "fail_on_trial_error",
  "force_deps",
  "force_flags",
  "force_sourcecode",
  "gpus",
  "gpus_per_trial",
  "jobs",
  "keep_batch",
  "keep_run",
  "label",
  "max_trials",
  "maximize",
  "minimize",
  "needed",
  "no_gpus",
  "opt_flags",
  "optimize",
  "optimizer",
  "quiet",
  "random_seed",
  "repeat",
  "skip_done",
  "stop_after",
  "stop_rule",
  "stop_rule_flags",
  "tag",
  "yes"
])

/** An option given as an attribute of the step; nothing where it is switched off. A left says what it takes. */
const fromAttr = (option: RunOption, name: string, value: Value): Either.Either<ReadonlyArray<GivenOption>, string> => {
  if (value === null || value === false) return Either.right([])
  if (!option.takesValue)
    return value === true
      ? Either.right([{ ...option, values: [] }])
      : Either.left(`'${name}' is yes or no, not ${shortRepr(value)}`)
  const items = isList(value) ? value : [value]
  if (items.some((item) => isMap(item) || isList(item)))
    return Either.left(`'${name}' takes a value, not ${shortRepr(value)}`)
  const texts = items.map((item) => (typeof item === "string" ? item : String(toNumber(item) ?? item)))
  return Either.right([{ ...option, values: texts }])
}

/** The words of options, as a command line has them. */
export const optionWords = (options: ReadonlyArray<GivenOption>): ReadonlyArray<string> =>
  options.flatMap(({ spelling, takesValue, values }) =>
    takesValue ? values.flatMap((value) => [spelling, value]) : [spelling]
  )

const unknownAttr = (name: string, known: ReadonlyArray<RunOption>, runSpec: string): string => {
  const meant = nearest(name, [...STEP_ATTRIBUTES, ...known.map(({ spelling }) => spelling.replace(/^-+/, ""))])
  const hint = meant === undefined ? "" : ` - did you mean '${meant}'?`
  return `step attribute '${name}' of '${runSpec}' is unknown and ignored${hint}`
}

export interface SettledOptions {
  readonly options: ReadonlyArray<GivenOption>
  /** Sentences about what is not acted on. */
  readonly warnings: ReadonlyArray<string>
}

/**
 * The options of a step by name, those given as attributes over those among its words, without those that mean nothing to a step.
 *
 * A left says what is wrong with an attribute.
 *
 * @param params attributes of the step that are not its own
 * @param known every option of `guild run`
 */
export const settleOptions = (
  given: ReadonlyArray<GivenOption>,
  params: ValueMap,
  known: ReadonlyArray<RunOption>,
  runSpec: string
): Either.Either<SettledOptions, string> =>
  Either.gen(function* () {
    const found = new Map(given.map((option) => [option.param, option]))
    const unknown: Array<string> = []
    for (const [name, value] of Object.entries(params)) {
      const param = name.replaceAll("-", "_")
      const option = known.find((each) => each.param === param || each.spelling === `--${name}`)
      if (option === undefined) unknown.push(name)
      else for (const each of yield* fromAttr(option, name, value)) found.set(each.param, each)
    }
    const options = [...found.values()].sort((a, b) => (a.param < b.param ? -1 : 1))
    return {
      options: options.filter(({ param }) => USED.has(param)),
      warnings: [
        ...unknown.sort().map((name) => unknownAttr(name, known, runSpec)),
        ...options
          .filter(({ param }) => !USED.has(param))
          .map(({ param }) => `run parameter ${param} used in '${runSpec}' ignored`)
      ]
    }
  })
