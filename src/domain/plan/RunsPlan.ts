import type { OpDef } from "../ops/OpDef.ts"
import type { Decision } from "./Decision.ts"
import type { Pin, PlannedTrials, StepPlan } from "./StepPlan.ts"

/** One operation of a plan: the one that was asked for, or one that is required on the way to it. */
export interface PlannedOp {
  /** The operation's name, with the run's where the user named one. Each is in a plan once. */
  readonly id: string
  /** Undefined where nothing of it could be run, because it is not defined here or the user named a run. */
  readonly op: OpDef | undefined
  readonly decision: Decision
  /** Nodes that it requires. */
  readonly needs: ReadonlyArray<string>
  readonly pins: ReadonlyArray<Pin>
  /** What it comes to where it is a batch. */
  readonly trials?: PlannedTrials | undefined
  /** What its steps come to, where it has such. */
  readonly steps: ReadonlyArray<StepPlan>
}

/** Operations in an order in which each comes behind what it requires; the last is the one that was asked for. */
export type RunsPlan = ReadonlyArray<PlannedOp>

/** What a plan would run before the operation that was asked for. */
export const requiredToRun = (plan: RunsPlan): RunsPlan =>
  plan.slice(0, -1).filter(({ decision }) => decision._tag === "Run")
