import type { BatchPolicy } from "../batch/BatchPolicy.ts"
import type { ValueMap } from "../Value.ts"
import type { StepDeps } from "../steps/StepDeps.ts"
import type { Debugging } from "./Debugging.ts"

/** What the user asked of `guild run`, decoded and not yet held against an operation. */
export interface RunRequest {
  readonly opSpec: string | undefined
  /** Flag values as decoded from NAME=VALUE words. */
  readonly flags: ValueMap
  /** The same words where names are meant; see `withSpelledSources`. */
  readonly spellings?: ValueMap
  readonly batchFiles: ReadonlyArray<string>
  /** A label template. */
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly comment: string | undefined
  /** A directory for the run instead of one under the Guild home; such a run is not listed. */
  readonly runDir: string | undefined
  readonly runId: string | undefined
  /** CUDA devices: `0,1`, `` for none, or as the machine has them. */
  readonly gpus: string | undefined
  /** Below 2^32; drawn where the user gave none. */
  readonly randomSeed: number
  readonly stopAfterMinutes: number | undefined
  readonly forceFlags: boolean
  readonly forceDeps: boolean
  /** What the run requires besides what its operation does; see `adHocDependency`. */
  readonly dependencies?: ReadonlyArray<string>
  readonly debugging?: Debugging
  /** The run stays, also where its operation says to delete it on success. */
  readonly keepRun?: boolean
  /** Python modules are loaded from here instead of from the run's copy. */
  readonly debugSourcecode: string | undefined
  readonly quiet: boolean
  readonly batch: BatchRequest
  /** How the steps of an operation that has such are gone through. */
  readonly steps?: StepsRequest
  /** Every option as given, for the `run_params` attribute. */
  readonly params: ValueMap
}

export interface StepsRequest {
  /** A failure ends all steps, not only those that need the failed one. */
  readonly failFast: boolean
  /** A step of a restarted run that is run again, with all that need it. */
  readonly from: string | undefined
  /** What the steps take from runs that are none of the stepped run's. */
  readonly deps?: StepDeps
}

/** What a batch is asked for. */
export interface BatchRequest {
  readonly label: string | undefined
  readonly tags: ReadonlyArray<string>
  readonly comment?: string | undefined
  readonly optimizer: string | undefined
  readonly optimize: boolean
  readonly minimize: string | undefined
  readonly maximize: string | undefined
  readonly optFlags: ValueMap
  readonly maxTrials: number | undefined
  readonly failOnTrialError: boolean
  /** Trials are staged and not run. */
  readonly stageTrials: boolean
  /** Seed of the prototype and its trials, where it is not that of the batch. */
  readonly trialSeed?: number | undefined
  /** The batch's own run stays, also where its operation says to delete it on success. */
  readonly keep?: boolean
  /** How the batch goes through its trials; one after the other where nothing is said. */
  readonly policy?: BatchPolicy | undefined
}

/** Nothing is asked for a batch. */
export const NO_BATCH_REQUEST: BatchRequest = {
  label: undefined,
  tags: [],
  optimizer: undefined,
  optimize: false,
  minimize: undefined,
  maximize: undefined,
  optFlags: {},
  maxTrials: undefined,
  failOnTrialError: false,
  stageTrials: false
}
