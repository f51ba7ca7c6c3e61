import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect, Layer, Option } from "effect"
import { basename, dirname } from "node:path"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import type { RunQuery } from "../domain/runs/RunQuery.ts"
import { applyQuery } from "../domain/runs/RunQueryMatch.ts"
import { Host } from "../services/Host.ts"
import { IndexError, RunIndex } from "../services/RunIndex.ts"
import type { RunScope } from "../services/RunStore.ts"
import { StoreError } from "../services/RunStore.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { makeIndexHandle } from "./run-index/IndexHandle.ts"
import type { RowDamaged } from "./run-index/ReadRuns.ts"
import { readKnown, readRuns } from "./run-index/ReadRuns.ts"
import { inChunks, readAll, staleNames, staleRows, store } from "./run-index/Refresh.ts"
import { readScalars, signature, writeScalars } from "./run-index/ScalarCache.ts"
import { stampsFor } from "./run-index/Stamps.ts"
import { namesUnder, refIn, scopeDir } from "./run-store/ListRunDirs.ts"
import { readRunDir } from "./run-store/ReadRunDir.ts"

interface Answer {
  readonly runs: ReadonlyArray<Run>
  readonly total: number
}

/** A scope and its directories as they were listed at `listedMs`, milliseconds since the epoch. */
interface Listing {
  readonly scope: "live" | "trash"
  readonly root: string
  readonly names: ReadonlyArray<string>
  readonly listedMs: number
  readonly refOf: (name: string) => RunRef
}

/** How often rows are read again that changed while they were being looked up. */
const ROUNDS = 3

/** Reads every run and asks the query of each: what is done without an index, or where it is of no use. */
const answerFromDisk = (names: ReadonlyArray<string>, query: RunQuery, refOf: (name: string) => RunRef) =>
  Effect.map(
    inChunks(names, (name) => readRunDir(refOf(name))),
    (found): Answer =>
      applyQuery(
        found.filter((run) => run !== undefined),
        query
      )
  )

/** Brings the index up to what is on the disk as far as the query depends on it. */
const refresh = (sql: SqlClient, { listedMs, names, refOf, root, scope }: Listing, query: RunQuery) =>
  Effect.gen(function* () {
    const stamped = stampsFor(query)
    const known = yield* readKnown(sql, scope, stamped)
    const stale = yield* staleNames(root, names, known, stamped)
    const here = new Set(names)
    const gone = [...known.keys()].filter((name) => !here.has(name))
    yield* store(sql, scope, yield* readAll(stale, refOf), gone, listedMs)
  })

/**
 * Answers from rows that were each compared with the disk, or not at all: rows that changed meanwhile are read again, and
 * where they keep changing there is no answer.
 */
const answerFromIndex = (
  sql: SqlClient,
  listing: Listing,
  query: RunQuery
): Effect.Effect<Option.Option<Answer>, SqlError | RowDamaged> =>
  Effect.gen(function* () {
    const { listedMs, refOf, scope } = listing
    yield* refresh(sql, listing, query)
    for (let round = 0; round < ROUNDS; round++) {
      const { rows, total } = yield* readRuns(sql, scope, query, refOf)
      const stale = yield* staleRows(rows)
      if (stale.length === 0) return Option.some({ runs: rows.map(({ run }) => run), total })
      yield* store(sql, scope, yield* readAll(stale, refOf), [], listedMs)
    }
    return Option.none()
  })

/** The index with another idea of how many runs are worth it. */
export const layerWith = ({ fewRuns }: { readonly fewRuns: number }): Layer.Layer<RunIndex, never, Host | ScalarLog> =>
  Layer.scoped(
    RunIndex,
    Effect.gen(function* () {
      const { guildHome } = yield* Host
      const log = yield* ScalarLog
      const index = yield* makeIndexHandle(`${guildHome}/cache/run-index/runs.sqlite`)

      const list = (scope: RunScope) => {
        const root = scopeDir(guildHome, scope)
        return Effect.try({
          try: () => namesUnder(root),
          catch: (cause) => new StoreError({ operation: "list", path: root, cause })
        }).pipe(Effect.map((names) => ({ root, names, refOf: (name: string) => refIn(root, scope, name) })))
      }

      const summarize = (run: RunRef) => Effect.map(log.summarize(run.dir), ({ scalars }) => scalars)

      const scalars = (run: RunRef) =>
        Effect.gen(function* () {
          const scope = (["live", "trash"] as const).find((each) => scopeDir(guildHome, each) === dirname(run.dir))
          const files = yield* log.files(run.dir)
          if (files.length === 0) return []
          const signed = signature(files, Date.now())
          if (scope === undefined || signed === undefined) return yield* summarize(run)
          const name = basename(run.dir)
          const kept = yield* index.use((sql) => readScalars(sql, scope, name, signed))
          if (Option.isSome(kept) && kept.value !== undefined) return kept.value
          const summaries = yield* summarize(run)
          yield* index.use((sql) => writeScalars(sql, scope, name, signed, summaries))
          return summaries
        })

      return RunIndex.of({
        query: (scope, query) =>
          Effect.gen(function* () {
            const listedMs = Date.now()
            const { names, refOf, root } = yield* list(scope)
            if (typeof scope !== "string" || names.length < fewRuns) return yield* answerFromDisk(names, query, refOf)
            const listing: Listing = { scope, root, names, listedMs, refOf }
            const answer = Option.flatten(yield* index.use((sql) => answerFromIndex(sql, listing, query)))
            return Option.isSome(answer) ? answer.value : yield* answerFromDisk(names, query, refOf)
          }),
        scalars: (run) => Effect.mapError(scalars(run), (cause) => new IndexError({ path: run.dir, cause }))
      })
    })
  )

/**
 * A run index in SQLite, in the cache of the Guild home; docs/index-schema.md has its tables and how it is kept true. Fewer
 * runs than `fewRuns` are read sooner than SQLite is loaded.
 */
export const layer: Layer.Layer<RunIndex, never, Host | ScalarLog> = layerWith({ fewRuns: 100 })
