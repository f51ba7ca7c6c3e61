import { Clock, Effect, Either } from "effect"
import { epochMs, localTime } from "../domain/LocalTime.ts"
import type { LocalTime } from "../domain/LocalTime.ts"
import type { Run } from "../domain/Run.ts"
import type { RunQuery } from "../domain/RunQuery.ts"
import { allRuns } from "../domain/RunQuery.ts"
import type { AmbiguousRun, RunNotFound } from "../domain/RunSelection.ts"
import { runsNeeded, selectRuns } from "../domain/RunSelection.ts"
import type { StatusName } from "../domain/RunStatus.ts"
import { parseTimeRange } from "../domain/TimeRange.ts"
import { OptionsConflict } from "../domain/OptionErrors.ts"
import { NoMatchingRuns } from "../domain/RunChoiceErrors.ts"
import { InvalidTimeRange } from "../domain/TimeRangeOption.ts"
import type { IndexError } from "../services/RunIndex.ts"
import { RunIndex } from "../services/RunIndex.ts"
import type { RunScope, StoreError } from "../services/RunStore.ts"
import type { RunFilters } from "./RunFilters.ts"

export type FilterError = OptionsConflict | InvalidTimeRange
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

const startedRange = (
  text: string | undefined,
  now: LocalTime,
  command: string
): Either.Either<RunQuery["started"], InvalidTimeRange> => {
  if (text === undefined) return Either.right(undefined)
  const us = (time: LocalTime | undefined) => (time === undefined ? undefined : epochMs(time) * 1000)
  return parseTimeRange(text, now).pipe(
    Either.map(({ end, start }) => ({ from: us(start), to: us(end) })),
    Either.mapLeft((error) => new InvalidTimeRange({ range: text, reason: error.message, command }))
  )
}

/**
 * The query that filters stand for.
 *
 * @param now local time, for time ranges
 * @param command as messages name it
 */
export const filterQuery = (
  filters: RunFilters,
  now: LocalTime,
  command: string
): Either.Either<RunQuery, FilterError> =>
  Either.gen(function* () {
    if (filters.labels.length > 0 && filters.unlabeled)
      return yield* Either.left(new OptionsConflict({ first: "--label", second: "--unlabeled" }))
    if (filters.marked && filters.unmarked)
      return yield* Either.left(new OptionsConflict({ first: "--marked", second: "--unmarked" }))
    return {
      ...allRuns,
      operations: filters.operations,
      labels: filters.labels,
      unlabeled: filters.unlabeled,
      marked: filters.marked ? true : filters.unmarked ? false : undefined,
      tags: filters.tags,
      comments: filters.comments,
      started: yield* startedRange(filters.started, now, command),
      digest: filters.digest,
      statuses: statusNames(filters, true),
      notStatuses: statusNames(filters, false)
    }
  })

/** Runs that answer to filters, the latest first, `limit` at most; and how many there are without the limit. */
export const filterRuns = (
  wanted: Omit<Wanted, "words">,
  limit: number | undefined
): Effect.Effect<
  { readonly runs: ReadonlyArray<Run>; readonly total: number },
  FilterError | IndexError | StoreError,
  RunIndex
> =>
  Effect.gen(function* () {
    const now = localTime(yield* Clock.currentTimeMillis)
    const query = yield* filterQuery(wanted.filters, now, wanted.command)
    const index = yield* RunIndex
    return yield* index.query(wanted.scope, { ...query, limit })
  })

/** The runs that filters and RUN arguments name, in the order of the arguments. */
export const findRuns = (wanted: Wanted): Effect.Effect<ReadonlyArray<Run>, FindError, RunIndex> =>
  Effect.gen(function* () {
    const { runs } = yield* filterRuns(wanted, runsNeeded(wanted.words))
    return yield* selectRuns(wanted.words, runs)
  })

/** The one run that is meant: `word`, or the latest. */
export const findRun = (
  wanted: Omit<Wanted, "words"> & { readonly word: string | undefined }
): Effect.Effect<Run, FindError | NoMatchingRuns, RunIndex> =>
  Effect.gen(function* () {
    const words = [wanted.word ?? "1"]
    const { runs } = yield* filterRuns(wanted, runsNeeded(words))
    if (runs.length === 0) return yield* new NoMatchingRuns()
    const [run] = yield* selectRuns(words, runs)
    return run ?? (yield* new NoMatchingRuns())
  })
