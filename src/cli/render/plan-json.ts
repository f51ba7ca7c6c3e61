import { objectiveAttr } from "../../domain/compare/Objective.ts"
import { Change as Changes } from "../../domain/plan/Change.ts"
import type { PlannedOp } from "../../domain/plan/RunsPlan.ts"
import type { PlannedTrials, StepDecision, StepPlan } from "../../domain/plan/StepPlan.ts"
import { isLeftOut } from "../../domain/plan/StepPlan.ts"

const changeJson = Changes.$match({
  NoRun: () => ({ reason: "no run" }),
  NotCompleted: ({ run, status }) => ({ reason: "not completed", run, status }),
  Flag: ({ name, was, now }) => ({ reason: "flag", name, was: was ?? null, now: now ?? null }),
  Command: () => ({ reason: "command" }),
  Source: ({ path, how }) => ({ reason: "source code", path, how }),
  File: ({ path, how }) => ({ reason: "file", path, how }),
  Requirement: ({ source, how }) => ({ reason: "requirement", source, how }),
  RequiredRun: ({ operation, was, now }) => ({
    reason: "required run",
    operation,
    was: was ?? null,
    now: now ?? null
  }),
  Batch: () => ({ reason: "batch" }),
  Step: ({ name }) => ({ reason: "step", name }),
  Restarted: ({ run, status }) => ({ reason: "restart", run, status }),
  WentBack: () => ({ reason: "from" }),
  StepNotDone: ({ run, state }) => ({ reason: "not done", run, status: state }),
  StepCommand: ({ was }) => ({ reason: "step command", was }),
  RunGone: ({ run }) => ({ reason: "run gone", run }),
  Outdated: ({ run }) => ({ reason: "outdated", run }),
  NeedsStep: ({ name }) => ({ reason: "needs step", name }),
  GoesOn: ({ run }) => ({ reason: "goes on", run }),
  Anew: () => ({ reason: "all steps" })
})

const decisionJson = (decision: StepDecision) => {
  switch (decision._tag) {
    case "Skip":
      return { action: "skip", run: decision.run, why: decision.why, changes: [] }
    case "Same":
      return { action: "skip", run: null, why: `${decision.maker} is run before`, changes: [] }
    case "Run":
      return { action: "run", run: decision.latest ?? null, why: null, changes: decision.changes.map(changeJson) }
  }
}

const stepJson = (step: StepPlan): object => ({
  step: step.id,
  ...(isLeftOut(step) ? { action: "skip", run: null, why: "condition", changes: [] } : decisionJson(step.decision)),
  ...(step.when === undefined ? {} : { when: step.when.text }),
  needs: step.needs,
  ...(step.trials === undefined || step.decision._tag !== "Run" ? {} : { trials: trialsJson(step.trials) }),
  ...(step.steps.length === 0 ? {} : { steps: step.steps.map(stepJson) })
})

const trialsJson = ({ count, done, first, repeat, search }: PlannedTrials) => ({
  count: count ?? null,
  repeat,
  optimizer: search?.optimizer ?? null,
  objective: search?.objective === undefined ? null : objectiveAttr(search.objective),
  done: done ?? null,
  first:
    first?.map(({ done, flags, steps }) => ({
      flags,
      done,
      ...(steps.length === 0 ? {} : { steps: steps.map(stepJson) })
    })) ?? null
})

/** One operation of `guild plan --json`. `run` is the run that makes it needless, or the one that it was held against. */
export const plannedJson = ({ decision, id, needs, steps, trials }: PlannedOp) => ({
  operation: id,
  ...decisionJson(decision),
  needs,
  ...(trials === undefined ? {} : { trials: trialsJson(trials) }),
  ...(steps.length === 0 ? {} : { steps: steps.map(stepJson) })
})
