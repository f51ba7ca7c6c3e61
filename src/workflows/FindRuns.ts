import { Clock, Effect, Either } from "effect"
import { epochMs, localTime } from "../domain/time/LocalTime.ts"
import type { LocalTime } from "../domain/time/LocalTime.ts"
import type { FilterExpr, FilterExprError } from "../domain/filter/FilterExpr.ts"
import type { Run } from "../domain/runs/Run.ts"
import type { RunQuery } from "../domain/runs/RunQuery.ts"
import { allRuns } from "../domain/runs/RunQuery.ts"
import type { AmbiguousRun, RunNotFound } from "../domain/runs/RunSelection.ts"
import { isIdWord, runsNeeded, selectRun, selectRuns } from "../domain/runs/RunSelection.ts"
import type { StatusName } from "../domain/runs/RunStatus.ts"
import { OptionsConflict } from "../domain/OptionsConflict.ts"
import { NoMatchingRuns } from "../domain/runs/RunChoiceErrors.ts"
import type { InvalidTimeRange } from "../domain/time/TimeRangeOption.ts"
import type { IndexError } from "../services/RunIndex.ts"
import { RunIndex } from "../services/RunIndex.ts"
import type { RunScope, RunStore, StoreError } from "../services/RunStore.ts"
import type { RunFilters } from "./RunFilters.ts"

export type FilterError = OptionsConflict | InvalidTimeRange | FilterExprError
export type FindError = FilterError | AmbiguousRun | RunNotFound | IndexError | StoreError

/** Which runs a command means. */
export interface Wanted {
  readonly scope: RunScope
  readonly filters: RunFilters
  /** RUN arguments; none means all. */
  readonly words: ReadonlyArray<string>
  /** The command, as messages name it: `guild runs list`. */
  readonly command: string
}

const statusNames = (filters: RunFilters, wanted: boolean): ReadonlyArray<StatusName> =>
  (["running", "completed", "error", "terminated", "pending", "staged"] as const).filter(
    (name) => filters[name] === wanted
  )

/** Time ranges have a reader of their own, which most commands do without. */
const startedRange = (text: string, command: string): Effect.Effect<RunQuery["started"], InvalidTimeRange> =>
  Effect.gen(function* () {
    const { parseTimeRange } = yield* Effect.promise(() => import("../domain/time/TimeRange.ts"))
    const { InvalidTimeRange } = yield* Effect.promise(() => import("../domain/time/TimeRangeOption.ts"))
    const now = yield* Clock.currentTimeMillis
    const us = (time: LocalTime | undefined) => (time === undefined ? undefined : epochMs(time) * 1000)
    return yield* parseTimeRange(text, localTime(now)).pipe(
      Either.map(({ elapsed, end, start }) => ({
        from: elapsed === undefined ? us(start) : (now - elapsed * 1000) * 1000,
        to: us(end)
      })),
      Either.mapLeft((error) => new InvalidTimeRange({ range: text, reason: error.message, command }))
    )
  })

/** Filter expressions have a reader of their own, as time ranges have. */
const filterExpr = (expr: string): Effect.Effect<FilterExpr, FilterExprError> =>
  Effect.flatMap(
    Effect.promise(() => import("../domain/filter/FilterExpr.ts")),
    ({ parseFilterExpr }) => parseFilterExpr(expr)
  )

/** The query that filters stand for; `command` is as messages name it. */
export const filterQuery = (filters: RunFilters, command: string): Effect.Effect<RunQuery, FilterError> =>
  Effect.gen(function* () {
    if (filters.labels.length > 0 && filters.unlabeled)
      return yield* new OptionsConflict({ first: "--label", second: "--unlabeled" })
    if (filters.marked && filters.unmarked)
      return yield* new OptionsConflict({ first: "--marked", second: "--unmarked" })
    return {
      ...allRuns,
      operations: filters.operations,
      labels: filters.labels,
      unlabeled: filters.unlabeled,
      marked: filters.marked ? true : filters.unmarked ? false : undefined,
      tags: filters.tags,
      comments: filters.comments,
      started: filters.started === undefined ? undefined : yield* startedRange(filters.started, command),
      digest: filters.digest,
      statuses: statusNames(filters, true),
      notStatuses: statusNames(filters, false),
      filter: filters.filter === undefined ? undefined : yield* filterExpr(filters.filter)
    }
  })

/** Runs that answer to filters, the latest first, `limit` at most; and how many there are without the limit. */
export const filterRuns = (
  wanted: Omit<Wanted, "words">,
  limit: number | undefined
): Effect.Effect<
  { readonly runs: ReadonlyArray<Run>; readonly total: number },
  FilterError | IndexError | StoreError,
  RunIndex | RunStore
> =>
  Effect.gen(function* () {
    const query = yield* filterQuery(wanted.filters, wanted.command)
    const index = yield* RunIndex
    return yield* index.query(wanted.scope, { ...query, limit })
  })

/** The runs that filters let through and whose ids begin as a word does: no other run is looked at. */
const runsById = (
  wanted: Omit<Wanted, "words">,
  word: string
): Effect.Effect<ReadonlyArray<Run>, FilterError | IndexError | StoreError, RunIndex> =>
  Effect.gen(function* () {
    const query = yield* filterQuery(wanted.filters, wanted.command)
    const { runs } = yield* (yield* RunIndex).query(wanted.scope, { ...query, idPrefix: word })
    return runs
  })

/** The runs that filters and RUN arguments name, in the order of the arguments. */
export const findRuns = (wanted: Wanted): Effect.Effect<ReadonlyArray<Run>, FindError, RunIndex | RunStore> =>
  Effect.gen(function* () {
    if (wanted.words.length === 0 || !wanted.words.every(isIdWord)) {
      const { runs } = yield* filterRuns(wanted, runsNeeded(wanted.words))
      return yield* selectRuns(wanted.words, runs)
    }
    const found = yield* Effect.forEach(wanted.words, (word) =>
      Effect.flatMap(runsById(wanted, word), (runs) => selectRuns([word], runs))
    )
    return [...new Map(found.flat().map((run) => [run.dir, run])).values()]
  })

/** The one run that is meant: `word`, or the latest. */
export const findRun = (
  wanted: Omit<Wanted, "words"> & { readonly word: string | undefined }
): Effect.Effect<Run, FindError | NoMatchingRuns, RunIndex | RunStore> =>
  Effect.gen(function* () {
    const { word } = wanted
    const words = [word ?? "1"]
    if (word !== undefined && isIdWord(word)) {
      const [run] = yield* findRuns({ ...wanted, words }).pipe(
        // Where there are no runs at all the word is not what is wrong.
        Effect.catchTag("RunNotFound", (error) =>
          Effect.gen(function* () {
            const { total } = yield* filterRuns(wanted, 1)
            return yield* total === 0 ? Effect.fail(new NoMatchingRuns()) : Effect.fail(error)
          })
        )
      )
      return run ?? (yield* new NoMatchingRuns())
    }
    const { runs } = yield* filterRuns(wanted, runsNeeded(words))
    if (runs.length === 0) return yield* new NoMatchingRuns()
    return (yield* selectRun(word ?? "1", runs)) ?? (yield* new NoMatchingRuns())
  })
