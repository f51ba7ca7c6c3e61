import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { isList, mapOf } from "../../domain/Value.ts"

/** What is about to happen, for the question before it. */
export interface Preview {
  readonly action: "run" | "stage" | "start" | "restart" | "resume"
  /** The operation, or the run that is started again. */
  readonly subject: string
  readonly batch: BatchPreview | undefined
  /** How often each trial is run, where that is more than once. */
  readonly repeat?: number | undefined
  readonly flags: ValueMap
  /** What a null flag is shown as, by flag; `default` where nothing is said. */
  readonly nullLabels: ValueMap
}

export type BatchPreview =
  | { readonly kind: "grid"; readonly trials: number; readonly fromFiles: boolean }
  | { readonly kind: "random"; readonly maxTrials: number }
  | {
      readonly kind: "optimizer"
      readonly name: string
      /** None where the optimizer itself knows when to end. */
      readonly maxTrials: number | undefined
      readonly objective: string
      readonly flags: ValueMap
    }

const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`

const batchSuffix = (batch: BatchPreview | undefined): string => {
  switch (batch?.kind) {
    case undefined:
      return ""
    case "grid":
      return ` as a batch (${plural(batch.trials, "trial")})${batch.fromFiles ? " (flags below used unless specified in batch trial)" : ""}`
    case "random":
      return ` with random search (max ${plural(batch.maxTrials, "trial")})`
    case "optimizer":
      return ` with '${visibleText(batch.name)}' optimizer (${batch.maxTrials === undefined ? "" : `max ${plural(batch.maxTrials, "trial")}, `}${batch.objective})`
  }
}

/** A list with more values than this is shown by its ends. */
const LONG_LIST = 200

const timesSuffix = ({ repeat = 1 }: Preview): string => (repeat > 1 ? ` (each ${repeat} times)` : "")

const flagText = (value: Value): string => {
  if (!isList(value) || value.length <= LONG_LIST) return encodeFlagValue(value)
  const start = encodeFlagValue(value.slice(0, 5)).slice(0, -1)
  return `${start}, ... ${encodeFlagValue(value.at(-1) ?? null)}] (${value.length} values)`
}

const flagLines = (flags: ValueMap, nullLabels: ValueMap): ReadonlyArray<string> =>
  Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]): readonly [string, Value] => [name, value === null ? (nullLabels[name] ?? "default") : value])
    .map(([name, value]) => `  ${visibleText(name)}: ${visibleText(flagText(value))}`)

/** The flags of an optimizer that are set. */
const optimizerLines = (flags: ValueMap): ReadonlyArray<string> => {
  const lines = flagLines(mapOf(Object.entries(flags).filter(([, value]) => value !== null)), {})
  return lines.length === 0 ? [] : ["Optimizer flags:", ...lines]
}

/** The text above `Continue? (Y/n)`. */
export const renderPreview = (preview: Preview): string =>
  [
    `You are about to ${preview.action} ${visibleText(preview.subject)}${batchSuffix(preview.batch)}${timesSuffix(preview)}`,
    ...flagLines(preview.flags, preview.nullLabels),
    ...(preview.batch?.kind === "optimizer" ? optimizerLines(preview.batch.flags) : [])
  ].join("\n")
