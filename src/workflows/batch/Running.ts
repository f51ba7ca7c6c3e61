import type { Effect } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import type { RunIndex } from "../../services/RunIndex.ts"
import type { OutputWriter } from "../../services/RunOutput.ts"
import type { RunHooks } from "../RunOperation.ts"
import type { BatchPlan } from "./BatchPlan.ts"
import type { EarlyStop } from "./EarlyStop.ts"
import type { Say } from "./Say.ts"

/** Told of what a batch does, for whoever shows it. */
export interface BatchWatch {
  /** A trial has its directory. `what` is its operation and flags. */
  readonly started: (run: RunRef, what: string) => Effect.Effect<void>
  /** Whole lines that a trial printed. Synchronous. */
  readonly printed: (run: RunRef, lines: Uint8Array) => void
  /** A run that is there stands for a trial. `exitStatus` and `objective` are as for one that has ended. */
  readonly skipped: (run: RunRef, exitStatus: number, objective: number | undefined) => Effect.Effect<void>
  /** A trial has ended. `objective` is the value of its column, as it is. */
  readonly ended: (run: RunRef, exitStatus: number, objective: number | undefined) => Effect.Effect<void>
}

export interface BatchHooks extends Omit<RunHooks, "tee" | "onInit" | "beforeSeen"> {
  /** Called when a trial is staged, where that is asked for. */
  readonly onStaged: (plan: RunPlan, run: RunRef) => Effect.Effect<void>
  readonly watch?: BatchWatch | undefined
  /** Where runs are looked for that make a trial needless; among those that the batch sees where this is left out. */
  readonly doneAmong?: typeof RunIndex.Service | undefined
  /** Called when the batch has its id, before anybody can see it. */
  readonly onBatch?: ((run: RunRef) => Effect.Effect<void>) | undefined
}

/** A batch that is under way. */
export interface Running {
  readonly batch: BatchPlan
  readonly run: RunRef
  readonly proto: RunRef
  readonly output: OutputWriter | undefined
  readonly say: Say
  readonly hooks: BatchHooks
  /** Ends trials that are hopeless, where the batch is asked to. */
  readonly early?: EarlyStop | undefined
}

/** A trial that has ended. */
export interface TrialOutcome {
  readonly run: RunRef
  /** Of a trial that was ended because it was hopeless, zero: it counts as one that went well. */
  readonly exitStatus: number
  /** No further trial is to be started. */
  readonly endsBatch: boolean
}
