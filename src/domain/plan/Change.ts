import { Data } from "effect"
import type { StatusName } from "../runs/RunStatus.ts"
import type { StepState } from "../steps/StepLog.ts"
import type { Value } from "../Value.ts"

/** What became of a file since a run was made from it. */
export interface FileChange {
  readonly path: string
  readonly how: "added" | "changed" | "removed"
}

/** One reason why a run is not what would be run now. `was` is of the earlier run, `now` of the one to come. */
export type Change = Data.TaggedEnum<{
  /** The operation has not been run. */
  NoRun: {}
  /** It has been run, and not to its end. */
  NotCompleted: { readonly run: string; readonly status: StatusName }
  /** Undefined where one of the two does not have the flag. */
  Flag: { readonly name: string; readonly was: Value | undefined; readonly now: Value | undefined }
  /** The operation starts another command. */
  Command: {}
  Source: FileChange
  /** A file or directory that is required, outside of the source code. */
  File: FileChange
  /** Something is required that was not, or the other way round; `source` is its URI. */
  Requirement: { readonly source: string; readonly how: "added" | "removed" }
  /** Another run of a required operation is to be used; `now` is undefined where that has yet to run. */
  RequiredRun: { readonly operation: string; readonly was: string | undefined; readonly now: string | undefined }
  /** A batch makes its trials anew each time. */
  Batch: {}
  /** A step of an operation is not as it was. */
  Step: { readonly name: string }
  /** The user starts a run again, or for the first time where it is staged. */
  Restarted: { readonly run: string; readonly status: StatusName }
  /** The user goes back to the step. */
  WentBack: {}
  /** The step has a run, and did not end well. */
  StepNotDone: { readonly run: string; readonly state: StepState }
  /** The step ran another operation, or with other flags; `was` is the operation with its flags. */
  StepCommand: { readonly was: string }
  /** The run of a step has been deleted. */
  RunGone: { readonly run: string }
  /** What the step needs was run again since. */
  Outdated: { readonly run: string }
  /** A step that is needed is run before. */
  NeedsStep: { readonly name: string }
  /** The run of a step has steps of its own, and goes on with them. */
  GoesOn: { readonly run: string }
  /** A step that is as it was, in a run that goes through all of its steps. */
  Anew: {}
}>
export const Change = Data.taggedEnum<Change>()
