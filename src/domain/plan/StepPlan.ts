import type { Objective } from "../compare/Objective.ts"
import type { ValueMap } from "../Value.ts"
import { Change } from "./Change.ts"
import { Decision } from "./Decision.ts"

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

/** What is done about a step; one that is needed may take the run that another makes before it. */
export type StepDecision = Decision | { readonly _tag: "Same"; readonly maker: string }

/** One step of an operation that would be run. */
export interface StepPlan {
  /** The name of its link in the stepped run. */
  readonly id: string
  readonly decision: StepDecision
  readonly when: StepCondition | undefined
  /** Steps that have to end before. */
  readonly needs: ReadonlyArray<string>
  /** Nodes that it requires because no step before it runs such an operation. */
  readonly requires: ReadonlyArray<string>
  readonly pins: ReadonlyArray<Pin>
  /** The step takes a run that is there already. */
  readonly needed: boolean
  /** In a run that is made anew the step takes what this step or operation makes, which comes before it and runs the same. */
  readonly sameAs?: string | undefined
  /** What it comes to where it is a batch. */
  readonly trials?: PlannedTrials | undefined
  readonly steps: ReadonlyArray<StepPlan>
}

/** One trial of a batch that would be run. */
export interface PlannedTrial {
  readonly flags: ValueMap
  /** Runs that make it needless, one for each time that it would be run, as far as there are such. */
  readonly done: ReadonlyArray<string>
  /** What its steps come to, where it has such and is run. */
  readonly steps: ReadonlyArray<StepPlan>
}

/** What a batch would go through. */
export interface PlannedTrials {
  /**
   * What chooses the trials, and what it is after where it goes by what comes of them; undefined where they are combinations of
   * values, or entries of files.
   */
  readonly search: { readonly optimizer: string; readonly objective: Objective | undefined } | undefined
  /** How many there are; at most so many where they are chosen. Undefined where only the optimizer knows. */
  readonly count: number | undefined
  /** How often each is run. */
  readonly repeat: number
  /** Undefined where they are drawn, or chosen, when the batch is run; else the first of them. */
  readonly first: ReadonlyArray<PlannedTrial> | undefined
  /** How many runs of trials are done already; undefined where that was not asked, or cannot be told. */
  readonly done: number | undefined
}

/** Whether a step's condition keeps it from being run, as far as that is known: nothing that it hangs on has changed before. */
export const isLeftOut = ({ when }: Pick<StepPlan, "when">): boolean =>
  when !== undefined && (when.holds ?? !when.heldNot) === false

/** Whether a step would be run, going by what it would be now. */
export const isToRun = (step: StepPlan): boolean => step.decision._tag === "Run" && !isLeftOut(step)

const stepsOfTrials = (trials: PlannedTrials | undefined): ReadonlyArray<StepPlan> =>
  (trials?.first ?? []).flatMap(({ steps }) => steps)

/** The steps below a step, or below an operation: its own, or those of its trials. */
export const stepsBelow = ({ steps, trials }: Pick<StepPlan, "steps" | "trials">): ReadonlyArray<StepPlan> => [
  ...steps,
  ...stepsOfTrials(trials)
]

/** The nodes that steps require, and the steps of steps. */
export const requiredBySteps = (steps: ReadonlyArray<StepPlan>): ReadonlyArray<string> =>
  steps.flatMap((step) => [...step.requires, ...requiredBySteps(stepsBelow(step))])

/** The decision about a run with steps, which is not as it would be now where one of its steps is not. */
export const withSteps = (own: Decision, steps: ReadonlyArray<StepPlan>): Decision => {
  const stale = [...new Set(steps.filter(isToRun).map(({ id }) => id))]
  if (own._tag !== "Skip" || own.why !== "up to date" || stale.length === 0) return own
  return Decision.Run({ changes: stale.map((name) => Change.Step({ name })), latest: own.run })
}

/** Trials of a batch that is made anew, and with it all that are not done. */
export const trialsAnew = (trials: PlannedTrials): PlannedTrials => ({
  ...trials,
  first: trials.first?.map((trial) => ({ ...trial, steps: anew(trial.steps) }))
})

/** What becomes of a step in a run that is made anew: it takes the run that it needs, or is run, as it was or not. */
const decisionAnew = ({ decision, needed, sameAs }: StepPlan): StepDecision => {
  if (sameAs !== undefined) return { _tag: "Same", maker: sameAs }
  if (needed || decision._tag !== "Skip") return decision
  return Decision.Run({ changes: [Change.Anew()], latest: decision.run })
}

/** Steps that are as they would be now, in a run that is made anew: it goes through all of them, unless they say `needed`. */
export const anew = (steps: ReadonlyArray<StepPlan>): ReadonlyArray<StepPlan> =>
  steps.map((step) => ({
    ...step,
    // What its condition hangs on may come out otherwise this time.
    when: step.when === undefined ? undefined : { ...step.when, heldNot: false },
    decision: decisionAnew(step),
    trials: step.trials === undefined ? undefined : trialsAnew(step.trials),
    steps: anew(step.steps)
  }))
