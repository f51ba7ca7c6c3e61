import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import { basename } from "node:path"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import { IndexError } from "../../services/RunIndex.ts"
import type { EventFile, ScalarLogError } from "../../services/ScalarLog.ts"
import type { ReadScalars, ScalarSet } from "./ScalarCache.ts"
import { readSets, readSummaries, writeSets } from "./ScalarCache.ts"
import { stillHold, takeChecks } from "./ScalarChecks.ts"
import { inChunks } from "./Refresh.ts"

export type Summarize = (
  run: RunRef,
  files?: ReadonlyArray<EventFile>
) => Effect.Effect<ReadonlyArray<ScalarSummary>, ScalarLogError>

const checked = (run: RunRef) =>
  Effect.try({
    try: () => takeChecks(run.dir, Date.now()),
    catch: (cause) => new IndexError({ path: run.dir, cause })
  })

const readRun = (summarize: Summarize) => (run: RunRef) =>
  Effect.gen(function* () {
    const { checks, files } = yield* checked(run)
    const summaries = files.length === 0 ? [] : yield* summarize(run, files)
    return { name: basename(run.dir), checks, summaries } satisfies ReadScalars
  }).pipe(Effect.catchTag("ScalarLogError", (cause) => new IndexError({ path: run.dir, cause })))

/** So many runs are read and then kept in one transaction: what is read is let go again. */
const RUNS_AT_ONCE = 500

/**
 * Reads the event files of those runs of a scope that are not as the index has them, and keeps what they say.
 *
 * @param onRead is told of what was read
 * @returns the sets of these runs that hold, by the name of the run's directory; others may be among them unchecked
 */
export const refreshScalars = (
  sql: SqlClient,
  scope: string,
  runs: ReadonlyArray<RunRef>,
  summarize: Summarize,
  onRead: (run: RunRef, summaries: ReadonlyArray<ScalarSummary>) => void = () => undefined
): Effect.Effect<ReadonlyMap<string, ScalarSet>, SqlError | IndexError> =>
  Effect.gen(function* () {
    const sets = new Map(
      yield* readSets(
        sql,
        scope,
        runs.map(({ dir }) => basename(dir))
      )
    )
    const hold = yield* inChunks(runs, (run) => stillHold(run.dir, sets.get(basename(run.dir))?.checks ?? ""))
    const stale = runs.filter((_, i) => hold[i] !== true)
    for (let from = 0; from < stale.length; from += RUNS_AT_ONCE) {
      const some = stale.slice(from, from + RUNS_AT_ONCE)
      const read = yield* Effect.forEach(some, readRun(summarize))
      for (const [i, run] of some.entries()) {
        sets.delete(basename(run.dir))
        onRead(run, read[i]?.summaries ?? [])
      }
      yield* sql.withTransaction(writeSets(sql, scope, read))
    }
    return sets
  })

/** The summaries of runs of one scope, in their order. */
export const scalarsThrough = (
  sql: SqlClient,
  scope: string,
  runs: ReadonlyArray<RunRef>,
  summarize: Summarize
): Effect.Effect<ReadonlyArray<ReadonlyArray<ScalarSummary>>, SqlError | IndexError> =>
  Effect.gen(function* () {
    const read = new Map<string, ReadonlyArray<ScalarSummary>>()
    const sets = yield* refreshScalars(sql, scope, runs, summarize, (run, summaries) => read.set(run.dir, summaries))
    const keys = runs.flatMap(({ dir }) => sets.get(basename(dir))?.key ?? [])
    const kept = yield* readSummaries(sql, keys)
    return runs.map(({ dir }) => read.get(dir) ?? kept.get(sets.get(basename(dir))?.key ?? -1) ?? [])
  })
