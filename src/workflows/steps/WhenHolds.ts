import { Effect } from "effect"
import { matchScalars } from "../../domain/compare/CompareTable.ts"
import { matchesFilter } from "../../domain/filter/FilterExprMatch.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { StepDef } from "../../domain/steps/StepDef.ts"
import type { StepState } from "../../domain/steps/StepLog.ts"
import { namesIn, stepPart, whenSubject } from "../../domain/steps/StepWhen.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { float } from "../../domain/Value.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import { RunIndex } from "../../services/RunIndex.ts"

/** What is known of a step by now. */
export interface StepFacts {
  readonly state: StepState
  readonly exitStatus: number | undefined
  readonly run: RunRef | undefined
}

/** The state of several steps is that of the first of these that one of them is in. */
const WORST: ReadonlyArray<StepState> = ["failed", "cancelled", "running", "skipped", "completed"]

/** Steps of a matrix as one: they are completed where all are, and have failed where one has. Scalars are those of the last. */
export const together = (facts: ReadonlyArray<StepFacts>): StepFacts | undefined => {
  const state = WORST.find((each) => facts.some((fact) => fact.state === each))
  const worst = facts.find((fact) => fact.state === state)
  return state === undefined ? undefined : { state, exitStatus: worst?.exitStatus, run: facts.at(-1)?.run }
}

/** A step that failed is called as its run is. */
const STATUS: Readonly<Record<StepState, string>> = {
  running: "running",
  completed: "completed",
  failed: "error",
  skipped: "skipped",
  cancelled: "cancelled"
}

const valueOf = (what: string, { exitStatus, run, state }: StepFacts) =>
  Effect.gen(function* () {
    if (what === "status") return STATUS[state]
    if (what === "exit_status") return exitStatus
    if (run === undefined) return undefined
    const [scalar] = matchScalars(what, yield* (yield* RunIndex).scalars(run))
    return scalar === undefined ? undefined : float(scalar.lastVal)
  })

/**
 * Whether the condition of a step holds.
 *
 * @param flags of the stepped run, and the step's own of a matrix
 * @param facts what is known of the steps, by the names that expressions call them
 */
export const whenHolds = (
  { expr }: NonNullable<StepDef["when"]>,
  flags: ValueMap,
  facts: ReadonlyMap<string, StepFacts>
): Effect.Effect<boolean, IndexError, RunIndex> =>
  Effect.gen(function* () {
    const steps = [...facts.keys()]
    const known = new Map<string, Value>()
    for (const name of namesIn(expr)) {
      const part = stepPart(name, steps)
      const fact = part === undefined ? undefined : facts.get(part.step)
      const value = part === undefined || fact === undefined ? undefined : yield* valueOf(part.what, fact)
      if (value !== undefined) known.set(name, value)
    }
    return matchesFilter(expr, whenSubject(flags, known))
  })
