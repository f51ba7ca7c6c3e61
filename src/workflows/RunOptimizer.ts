import { Clock, Effect } from "effect"
import { sortKey } from "../domain/compare/CompareTable.ts"
import { isUsable } from "../domain/optimizer/Optimizer.ts"
import type { Snapshot, Suggestion } from "../domain/optimizer/Optimizer.ts"
import { optimizer, randomStartsOf } from "../domain/optimizer/Optimizers.ts"
import type { Search } from "../domain/optimizer/Search.ts"
import { trialFlags } from "../domain/optimizer/Search.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import type { ValueMap } from "../domain/Value.ts"
import { toNumber } from "../domain/Value.ts"
import { RunIndex } from "../services/RunIndex.ts"

/** A trial that has ended. */
export interface TrialOutcome {
  readonly run: RunRef
  readonly exitStatus: number
  /** No further trial is to be started. */
  readonly endsBatch: boolean
}

/** How the batch runs a trial, and how it speaks. */
export interface SearchHooks<E, R> {
  readonly runTrial: (flags: ValueMap) => Effect.Effect<TrialOutcome, E, R>
  readonly inform: (sentence: string) => Effect.Effect<void>
}

/** Why the next trial has the flags that it has. */
const reason = (search: Search, { modelled }: Suggestion, { reports }: Snapshot): string => {
  const usable = reports.filter(isUsable).length
  if (modelled) return `Found ${usable} previous trial(s) for use in optimization`
  const starts = Math.min(randomStartsOf(search.settings), search.maxTrials)
  const because =
    reports.length < starts
      ? `${reports.length + 1} of ${starts}`
      : reports.length === 0
        ? "missing previous trials"
        : `cannot find objective '${search.objective.column}'`
  return `Random start for optimization (${because})`
}

/** What came of a trial: the less the better. A trial that failed or lacks the objective says nothing. */
const objectiveOfTrial = (search: Search, flags: ValueMap, { run, exitStatus }: TrialOutcome) =>
  Effect.gen(function* () {
    if (exitStatus !== 0) return undefined
    const scalars = yield* (yield* RunIndex).scalars(run)
    const value = toNumber(sortKey(search.column, { attrs: {}, flags, scalars, columns: undefined }) ?? null)
    return value === undefined || search.objective.direction === "minimize" ? value : -value
  })

/**
 * Runs the trials of a search one after another, each with flags that the optimizer chooses by what came of those before it. A
 * failed trial does not end the search, unless its outcome says so. Gives the exit status of the batch.
 */
export const runSearch = <E, R>(search: Search, { runTrial, inform }: SearchHooks<E, R>) =>
  Effect.gen(function* () {
    let current = optimizer(search.optimizer, search.dimensions, search.settings, { seed: search.seed, reports: [] })
    for (let trial = 0; trial < search.maxTrials; trial++) {
      const suggestion = current.suggest()
      yield* inform(reason(search, suggestion, current.snapshot))
      const flags = trialFlags(search, suggestion.point)
      const before = yield* Clock.currentTimeMillis
      const outcome = yield* runTrial(flags)
      if (outcome.endsBatch) return 1
      const seconds = ((yield* Clock.currentTimeMillis) - before) / 1000
      current = current.report({ ...suggestion, objective: yield* objectiveOfTrial(search, flags, outcome), seconds })
    }
    return 0
  })
