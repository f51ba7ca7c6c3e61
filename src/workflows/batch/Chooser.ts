import { Effect, Either, Option } from "effect"
import type { TrialList } from "../../domain/batch/TrialList.ts"
import { sortKey } from "../../domain/compare/CompareTable.ts"
import type { Objective } from "../../domain/compare/Objective.ts"
import { objectiveColumn } from "../../domain/compare/Objective.ts"
import type { Point } from "../../domain/optimizer/Dimension.ts"
import type { Optimizer, Report, Snapshot, Suggestion } from "../../domain/optimizer/Optimizer.ts"
import { isUsable } from "../../domain/optimizer/Optimizer.ts"
import { randomStartsOf } from "../../domain/optimizer/OptimizerName.ts"
import type { Search } from "../../domain/optimizer/Search.ts"
import { trialFlags } from "../../domain/optimizer/Search.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { getKey, isList, isMap, mapOf, toNumber } from "../../domain/Value.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import type { StoreError } from "../../services/RunStore.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { Outside } from "../Schedule.ts"
import type { Running, TrialOutcome } from "./Running.ts"
import { outcomeOf } from "./OutcomeOf.ts"
import { previousReports } from "./PreviousTrials.ts"
import { REPORTED_ATTR, SUGGESTIONS_ATTR } from "./TrialsOnDisk.ts"

/** Says with which flags the next trial is run. Trials are numbered from 0, and are chosen in that order. */
export interface Chooser {
  /** How many trials, from the first, were chosen before the batch was ended: those do not hang on anything any more. */
  readonly recorded: number
  /** Those of which whoever chooses was told before the batch was ended, in that order. */
  readonly reported: ReadonlyArray<number>
  /** The flags of a trial, or `undefined` where there are no more. */
  readonly choose: (trial: number) => Effect.Effect<ValueMap | undefined, StoreError, RunStore>
  /** Told of every trial that has ended, with all its repetitions, in the order of the ends. */
  readonly ended: (
    trial: number,
    outcomes: ReadonlyArray<TrialOutcome>
  ) => Effect.Effect<void, IndexError | StoreError, RunIndex | RunStore>
  /** Who chooses is not this guild: trials come when they are asked for. */
  readonly outside?: Outside
  /** Whether nothing is said of the failure of a trial, because whoever asked for it is told. */
  readonly isToldOf?: (trial: number) => boolean
}

/** Trials that are known beforehand, whatever comes of them. */
export const listed = (list: TrialList): Chooser => ({
  recorded: 0,
  reported: [],
  choose: (trial) => Effect.sync(() => (trial < list.size ? list.at(trial) : undefined)),
  ended: () => Effect.void
})

/** Why the next trial has the flags that it has. */
const reason = (
  search: Search,
  { modelled }: Suggestion,
  { reports, previous = [] }: Snapshot,
  trial: number
): string => {
  const usable = [...previous, ...reports].filter(isUsable).length
  if (modelled) return `Found ${usable} previous trial(s) for use in optimization`
  const starts = Math.min(randomStartsOf(search.settings), search.maxTrials)
  const because =
    trial < starts
      ? `${trial + 1} of ${starts}`
      : reports.length === 0
        ? "missing previous trials"
        : `cannot find objective '${search.objective.column}'`
  return `Random start for optimization (${because})`
}

const suggestionData = ({ point, modelled, rivals }: Suggestion): ValueMap =>
  mapOf([
    ["point", [...point]],
    ...(modelled ? [["modelled", true] as const] : []),
    ...(rivals.length === 0 ? [] : [["rivals", rivals.map((rival) => [...rival])] as const])
  ])

const suggestionOf = (data: Value, dimensions: number): ReadonlyArray<Suggestion> => {
  if (!isMap(data)) return []
  const point = getKey(data, "point")
  if (point === undefined || !isList(point) || point.length !== dimensions) return []
  const rivals = getKey(data, "rivals")
  return [
    {
      point,
      modelled: getKey(data, "modelled") === true,
      rivals: rivals !== undefined && isList(rivals) ? rivals.filter(isList) : []
    }
  ]
}

/** What the optimizer of a batch suggested before it was ended. */
const readSuggestions = (batch: RunRef, dimensions: number) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const known = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(batch, SUGGESTIONS_ATTR), Option.none))
    return isList(known) ? known.flatMap((data) => suggestionOf(data, dimensions)) : []
  })

/**
 * Of which trials an optimizer was told, and in which order: that is kept with the batch. What is told again, as to a batch that goes
 * on, is in its place already.
 */
const reportLog = (batch: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const attr = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(batch, REPORTED_ATTR), Option.none))
    const known = isList(attr) ? attr.flatMap((trial) => toNumber(trial) ?? []) : []
    const due = [...known]
    const told: Array<number> = []
    const add = (trial: number) =>
      Effect.gen(function* () {
        const at = due.indexOf(trial)
        told.push(trial)
        if (at < 0) yield* store.writeAttr(batch, REPORTED_ATTR, told)
        else due.splice(0, at + 1)
      })
    return { known, add }
  })

/** What came of a run: the less the better. A run that failed or lacks the objective says nothing. */
export const objectiveOfRun = (search: Pick<Search, "column" | "objective">, flags: ValueMap, outcome: TrialOutcome) =>
  Effect.gen(function* () {
    if (outcome.exitStatus !== 0) return undefined
    const scalars = yield* (yield* RunIndex).scalars(outcome.run)
    const value = toNumber(
      sortKey(search.column, { attr: () => undefined, flags, scalars, columns: undefined }) ?? null
    )
    return value === undefined || search.objective.direction === "minimize" ? value : -value
  })

/** The value of an objective's column that a run came to, as it is, where it has one. */
export const columnValue = (objective: Objective, flags: ValueMap, outcome: TrialOutcome) =>
  Effect.gen(function* () {
    const column = Either.getOrUndefined(objectiveColumn(objective))
    if (column === undefined) return undefined
    // Minimizing leaves a value as it is.
    const asIs = { column, objective: { ...objective, direction: "minimize" as const } }
    return yield* objectiveOfRun(asIs, flags, outcome)
  })

/** How long a run took, as it is on record, so that a search which is resumed hears the same. */
const secondsOf = (run: RunRef) =>
  Effect.gen(function* () {
    const known = Option.getOrUndefined(yield* (yield* RunStore).read(run))
    return known?.started === undefined || known.stopped === undefined
      ? undefined
      : (known.stopped - known.started) / 1e6
  })

const mean = (values: ReadonlyArray<number>): number | undefined =>
  values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length

/**
 * Trials that an optimizer chooses by what came of those before them. Trials that still run are pending points to it, in the order
 * of their numbers. What was suggested is kept with the batch before the trial starts; a batch that was ended goes on with that.
 */
export const searched = (search: Search, { hooks, run, proto, say }: Running) =>
  Effect.gen(function* () {
    const suggestions: Array<Suggestion> = [...(yield* readSuggestions(run, search.dimensions.length))]
    const pending = new Map<number, Suggestion>()
    const reports = yield* reportLog(run)
    const previous = yield* previousReports(search, { run, proto }, suggestions.length > 0, (found) =>
      Effect.flatMap(outcomeOf(found), (outcome) => objectiveOfRun(search, found.flags, outcome))
    )
    const { optimizer } = yield* Effect.promise(() => import("../../domain/optimizer/Optimizers.ts"))
    let current: Optimizer = optimizer(search.optimizer, search.dimensions, search.settings, {
      seed: search.seed,
      reports: [],
      previous
    })

    const suggest = (trial: number) =>
      Effect.gen(function* () {
        const points: ReadonlyArray<Point> = [...pending.values()].map(({ point }) => point)
        const suggestion = current.suggest(points)
        if (!hooks.quiet) yield* say("INFO", `${reason(search, suggestion, current.snapshot, trial)}`)
        suggestions.push(suggestion)
        yield* (yield* RunStore).writeAttr(run, SUGGESTIONS_ATTR, suggestions.map(suggestionData))
        return suggestion
      })

    return {
      recorded: suggestions.length,
      reported: reports.known,
      choose: (trial) =>
        Effect.gen(function* () {
          if (trial >= search.maxTrials) return undefined
          const suggestion = suggestions[trial] ?? (yield* suggest(trial))
          pending.set(trial, suggestion)
          return trialFlags(search, suggestion.point)
        }),
      ended: (trial, outcomes) =>
        Effect.gen(function* () {
          const suggestion = pending.get(trial)
          if (suggestion === undefined) return
          pending.delete(trial)
          const flags = trialFlags(search, suggestion.point)
          const found = yield* Effect.forEach(outcomes, (outcome) => objectiveOfRun(search, flags, outcome))
          const seconds = yield* Effect.forEach(outcomes, ({ run }) => secondsOf(run))
          const report: Report = {
            ...suggestion,
            objective: mean(found.filter((value) => value !== undefined)),
            seconds: mean(seconds.filter((value) => value !== undefined))
          }
          current = current.report(report)
          yield* reports.add(trial)
        })
    } satisfies Chooser
  })
