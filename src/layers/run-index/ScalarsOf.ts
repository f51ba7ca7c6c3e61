import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import { basename } from "node:path"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import { IndexError } from "../../services/RunIndex.ts"
import type { EventFile, ScalarLogError } from "../../services/ScalarLog.ts"
import { makeChecks } from "./Checks.ts"
import type { Condition } from "./Condition.ts"
import { failingOf } from "./FailingChecks.ts"
import { readColumns } from "./ReadColumns.ts"
import type { ReadScalars } from "./ScalarCache.ts"
import { readSets, readSummaries, writeSets } from "./ScalarCache.ts"
import { addScalarChecks, takeChecks } from "./ScalarChecks.ts"

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

/** What the index keeps of a run's scalars. */
interface Kept {
  readonly run: RunRef
  readonly checks: string | undefined
  /** The stamp of the run's `.guild`, where it was just looked at. */
  readonly guildStamp: number | undefined
}

/** The runs whose files are not as the index has them. */
const staleRuns = (root: string, kept: ReadonlyArray<Kept>): Effect.Effect<ReadonlyArray<RunRef>> =>
  Effect.gen(function* () {
    const checks = makeChecks(kept.map(({ run }) => run.dir.slice(root.length + 1)))
    const usable = kept.map(({ checks: text, guildStamp }, i) => addScalarChecks(checks, i, text, guildStamp))
    const failed = yield* failingOf(root, checks)
    return kept.filter((_, i) => usable[i] !== true || failed[i] === 1).map(({ run }) => run)
  })

/** Reads the event files of runs of a scope, and keeps what they say. `onRead` is told of it. */
const readRuns = (
  sql: SqlClient,
  scope: string,
  runs: ReadonlyArray<RunRef>,
  summarize: Summarize,
  onRead: (run: RunRef, summaries: ReadonlyArray<ScalarSummary>) => void = () => undefined
): Effect.Effect<void, SqlError | IndexError> =>
  Effect.gen(function* () {
    for (let from = 0; from < runs.length; from += RUNS_AT_ONCE) {
      const some = runs.slice(from, from + RUNS_AT_ONCE)
      const read = yield* Effect.forEach(some, readRun(summarize))
      for (const [i, run] of some.entries()) onRead(run, read[i]?.summaries ?? [])
      yield* sql.withTransaction(writeSets(sql, scope, read))
    }
  })

const guildStampOf = (cell: unknown): number | undefined => (typeof cell === "number" ? cell : undefined)

/** A scope of the index, its directory, and what reads event files. */
export interface ScalarSource {
  readonly scope: string
  readonly root: string
  readonly refOf: (name: string) => RunRef
  readonly summarize: Summarize
}

/** Brings the scalars of runs for which a condition on `run_rows` holds up to date. Those rows have to be so themselves. */
export const refreshScalars = (
  sql: SqlClient,
  { refOf, root, scope, summarize }: ScalarSource,
  where: Condition
): Effect.Effect<void, SqlError | IndexError> =>
  Effect.gen(function* () {
    const [names = [], guildStamps] = yield* readColumns(sql, ["name", "stamp_guild"], "run_rows", where)
    const runs = names.map((name) => String(name))
    const sets = yield* readSets(sql, scope, runs)
    const kept = runs.map((name, i) => ({
      run: refOf(name),
      checks: sets.get(name)?.checks,
      guildStamp: guildStampOf(guildStamps?.[i])
    }))
    yield* readRuns(sql, scope, yield* staleRuns(root, kept), summarize)
  })

/** The summaries of runs of one scope, in their order. */
export const scalarsThrough = (
  sql: SqlClient,
  { root, scope, summarize }: Omit<ScalarSource, "refOf">,
  runs: ReadonlyArray<RunRef>
): Effect.Effect<ReadonlyArray<ReadonlyArray<ScalarSummary>>, SqlError | IndexError> =>
  Effect.gen(function* () {
    const names = runs.map(({ dir }) => dir.slice(root.length + 1))
    const sets = yield* readSets(sql, scope, names)
    const kept = runs.map((run, i) => ({ run, checks: sets.get(names[i] ?? "")?.checks, guildStamp: undefined }))
    const read = new Map<string, ReadonlyArray<ScalarSummary>>()
    const stale = yield* staleRuns(root, kept)
    yield* readRuns(sql, scope, stale, summarize, (run, summaries) => read.set(run.dir, summaries))
    const summaries = yield* readSummaries(
      sql,
      scope,
      read.size === 0 ? names : names.filter((_, i) => !read.has(runs[i]?.dir ?? ""))
    )
    return runs.map(({ dir }, i) => read.get(dir) ?? summaries.get(names[i] ?? "") ?? [])
  })
