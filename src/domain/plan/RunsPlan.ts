import type { OpDef } from "../ops/OpDef.ts"
import type { PlannedTrials } from "./PlannedTrials.ts"
import type { Decision } from "./Decision.ts"

/** A flag that names the run which a requirement is taken from: the run of another node, by its name. */
export interface Pin {
  readonly flag: string
  readonly node: string
}

/** The condition of a step. */
export interface StepCondition {
  readonly text: string
  /** Undefined where that hangs on earlier steps. */
  readonly holds: boolean | undefined
  /** It did not hold in the run that the step is held against. */
  readonly heldNot: boolean
}

/** One step of an operation that would be run. */
export interface StepPlan {
  /** The name of its link in the stepped run. */
  readonly id: string
  readonly decision: Decision
  readonly when: StepCondition | undefined
  /** Steps that have to end before. */
  readonly needs: ReadonlyArray<string>
  /** Nodes that it requires because no step before it runs such an operation. */
  readonly requires: ReadonlyArray<string>
  readonly pins: ReadonlyArray<Pin>
  /** The step takes a run that is there already. */
  readonly needed: boolean
  readonly steps: ReadonlyArray<StepPlan>
}

/** Whether a step's condition keeps it from being run, as far as that is known: nothing that it hangs on has changed before. */
export const isLeftOut = ({ when }: StepPlan): boolean => when !== undefined && (when.holds ?? !when.heldNot) === false

/** Whether a step would be run, going by what it would be now. */
export const isToRun = (step: StepPlan): boolean => step.decision._tag === "Run" && !isLeftOut(step)

/** The nodes that steps require, and the steps of steps. */
export const requiredBySteps = (steps: ReadonlyArray<StepPlan>): ReadonlyArray<string> =>
  steps.flatMap((step) => [...step.requires, ...requiredBySteps(step.steps)])

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
