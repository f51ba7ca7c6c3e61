import { Effect, Option } from "effect"
import { flagsKey } from "../../domain/batch/FlagsKey.ts"
import type { StepCondition } from "../../domain/plan/StepPlan.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { PROTO_DIR } from "../../domain/runs/RunLayout.ts"
import { RunStatus } from "../../domain/runs/RunStatus.ts"
import type { StepEntry } from "../../domain/steps/StepLog.ts"
import { namesIn, stepPart } from "../../domain/steps/StepWhen.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import { RunStore } from "../../services/RunStore.ts"
import { linkedTrials } from "../batch/LinkedTrials.ts"
import type { PlannedStep } from "./ReadSteps.ts"
import { whenHolds } from "./WhenHolds.ts"

/** What a step came to before. */
export interface Held {
  /** What the step is held against: its run, or of a batch its prototype, which stands for it. A failure that is tolerated is none. */
  readonly run: Run
  /** The trials of a batch, the first of them first. */
  readonly trials: ReadonlyArray<Run>
}

/** The order in which runs are made. */
export const byTime = (a: Run, b: Run): number => (a.initialized ?? 0) - (b.initialized ?? 0)

/** The run that a step came to before; nothing where it has none any more. */
export const heldRun = (entry: StepEntry | undefined, { def }: PlannedStep) =>
  Effect.gen(function* () {
    const id = entry?.attempts.at(-1)?.run
    if (id === undefined) return undefined
    const store = yield* RunStore
    const read = (dir: string) =>
      Effect.map(Effect.orElseSucceed(store.read({ id: RunId.make(id), dir }), Option.none<Run>), Option.getOrUndefined)
    const run = yield* read(`${store.runsDir}/${id}`)
    if (run === undefined) return undefined
    const status = def.continueOnError && entry?.state === "failed" ? RunStatus.Completed() : run.status
    if (!run.isBatch) return { run: { ...run, status }, trials: [] } satisfies Held
    const proto = yield* read(`${run.dir}/${PROTO_DIR}`)
    const trials = yield* Effect.orElseSucceed(linkedTrials(run), (): ReadonlyArray<Run> => [])
    return { run: { ...(proto ?? run), status }, trials: [...trials].sort(byTime) } satisfies Held
  })

/** The latest of some runs with these flags, whatever runs it took what it requires from. */
export const withFlags = (runs: ReadonlyArray<Run>, flags: ValueMap): Run | undefined => {
  const names = Object.keys(flags)
  const key = flagsKey(flags)
  const own = (run: Run) => mapOf(Object.entries(run.flags).filter(([name]) => names.includes(name)))
  return runs.findLast((run) => flagsKey(own(run)) === key)
}

/** Whether a step's condition holds, where the flags alone settle that. */
export const conditionOf = (
  step: PlannedStep,
  steps: ReadonlyArray<PlannedStep>,
  flags: ValueMap,
  entry: StepEntry | undefined
) =>
  Effect.gen(function* () {
    const { when } = step.def
    if (when === undefined) return undefined
    const heldNot = entry?.state === "skipped"
    const names = steps.flatMap(({ group, id, name }) => [id, name, group])
    if (namesIn(when.expr).some((name) => stepPart(name, names) !== undefined))
      return { text: when.text, holds: undefined, heldNot } satisfies StepCondition
    const known = mapOf([...Object.entries(flags), ...Object.entries(step.matrix)])
    const holds = yield* whenHolds(when, known, new Map())
    return { text: when.text, holds, heldNot } satisfies StepCondition
  })
