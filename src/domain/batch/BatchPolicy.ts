import type { StopRuleSettings } from "../stoprule/StopRule.ts"

/** How what the trials print is shown, and kept in the batch's own output. */
export type BatchOutput =
  /** As it comes; of trials side by side, whole lines. */
  | "stream"
  /** Whole lines, each behind the short ID of its trial. */
  | "prefix"
  /** The output of each trial in one piece when the trial has ended. */
  | "trial"
  /** Kept with the trials only. */
  | "none"

export const batchOutputs: ReadonlyArray<BatchOutput> = ["stream", "prefix", "trial", "none"]

/** How a batch goes through its trials. Which trials those are is not said here, but for how often each is run. */
export interface BatchPolicy {
  /** Trials that run at the same time; at least 1. */
  readonly jobs: number
  /** GPUs that a trial has to itself, and which there are; `undefined` where trials take what they find. */
  readonly gpus: { readonly each: number; readonly devices: ReadonlyArray<string> } | undefined
  readonly output: BatchOutput
  /** Seconds after which no further trial is started. */
  readonly budget: number | undefined
  /** How often the trial for each set of flags is run, each time with a random seed of its own; at least 1. */
  readonly repeat: number
  /** A trial is not run again where a completed run of the same source and flags is there. */
  readonly skipDone: boolean
  /** Ends trials that are hopeless; none where left out. */
  readonly stopRule?: StopRuleSettings | undefined
}

/** One trial after the other, each once. */
export const plainPolicy: BatchPolicy = {
  jobs: 1,
  gpus: undefined,
  output: "stream",
  budget: undefined,
  repeat: 1,
  skipDone: false
}
