import { Effect, Option } from "effect"
import { encodeFlagValue } from "../../domain/flags/FlagValue.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import type { StepDep, StepDeps } from "../../domain/steps/StepDeps.ts"
import { STEP_DEPS, depsFromData } from "../../domain/steps/StepDeps.ts"
import type { Value } from "../../domain/Value.ts"
import { RunStore } from "../../services/RunStore.ts"

/** What is on record about what the steps of a run take from outside of it. A step of which a run is gone looks for another. */
export const readStepDeps = (parent: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const data = yield* Effect.orElseSucceed(store.readAttr(parent, STEP_DEPS), Option.none<Value>)
    const isThere = (id: string) =>
      Effect.map(
        Effect.orElseSucceed(store.read({ id: RunId.make(id), dir: `${store.runsDir}/${id}` }), Option.none<Run>),
        Option.isSome
      )
    const deps = [...depsFromData(Option.getOrElse(data, () => null))]
    const whole = yield* Effect.filter(deps, ([, { runs }]) => Effect.every(runs, isThere))
    return new Map(whole) satisfies StepDeps
  })

/** The runs that a step may take something from besides those of its stepped run. */
export const outsideRuns = (dep: StepDep | undefined, runsDir: string): ReadonlyArray<RunRef> =>
  (dep?.runs ?? []).map((id) => ({ id: RunId.make(id), dir: `${runsDir}/${id}` }))

/** The words that name these runs to the step. */
export const outsideWords = (dep: StepDep | undefined): ReadonlyArray<string> =>
  Object.entries(dep?.flags ?? {}).map(([name, value]) => `${name}=${encodeFlagValue(value)}`)
