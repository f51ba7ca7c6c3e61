import { Effect, Layer, Option } from "effect"
import { dirname } from "node:path"
import { checkQuery, partsMentioned } from "../domain/SqlStatement.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { isWholeId } from "../domain/runs/RunId.ts"
import type { RunQuery } from "../domain/runs/RunQuery.ts"
import { Host } from "../services/Host.ts"
import { IndexError, RunIndex } from "../services/RunIndex.ts"
import type { RunScope } from "../services/RunStore.ts"
import { StoreError } from "../services/RunStore.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { attrsThrough } from "./run-index/AttrCache.ts"
import { attrIn } from "./run-index/AttrFile.ts"
import { answerFromDisk } from "./run-index/FromDisk.ts"
import { answerFromIndex, looksFor } from "./run-index/FromIndex.ts"
import { makeIndexHandle } from "./run-index/IndexHandle.ts"
import { inChunks } from "./run-index/InChunks.ts"
import type { Listing } from "./run-index/RefreshRuns.ts"
import type { Summarize } from "./run-index/ScalarsOf.ts"
import { scalarsThrough } from "./run-index/ScalarsOf.ts"
import { refreshAll, selectInMemory, selectRows } from "./run-index/SelectRows.ts"
import { namesUnder, refIn, scopeDir } from "./run-store/ListRunDirs.ts"

/** The index with another idea of how many runs are worth it. */
export const layerWith = ({ fewRuns }: { readonly fewRuns: number }): Layer.Layer<RunIndex, never, Host | ScalarLog> =>
  Layer.scoped(
    RunIndex,
    Effect.gen(function* () {
      const { guildHome } = yield* Host
      const log = yield* ScalarLog
      const path = `${guildHome}/cache/run-index/runs.sqlite`
      const index = yield* makeIndexHandle(path)

      const list = (scope: RunScope) => {
        const root = scopeDir(guildHome, scope)
        return Effect.try({
          try: () => namesUnder(root),
          catch: (cause) => new StoreError({ operation: "list", path: root, cause })
        }).pipe(Effect.map((names) => ({ root, names, refOf: (name: string) => refIn(root, scope, name) })))
      }

      const summarize: Summarize = (run, files) => Effect.map(log.summarize(run.dir, files), ({ scalars }) => scalars)

      const fromDisk = (scope: RunScope, names: ReadonlyArray<string>, query: RunQuery) => {
        const root = scopeDir(guildHome, scope)
        return Effect.catchTag(
          answerFromDisk(names, query, (name) => refIn(root, scope, name), summarize),
          "ScalarLogError",
          (cause) => new IndexError({ path: cause.path, cause })
        )
      }

      /** The scope in which all of some runs stand, if the index keeps it. */
      const scopeOf = (runs: ReadonlyArray<RunRef>) =>
        (["live", "trash"] as const).find((each) => {
          const root = scopeDir(guildHome, each)
          return runs.every(({ dir }) => dirname(dir) === root)
        })

      const scalarsOf = (runs: ReadonlyArray<RunRef>) =>
        Effect.gen(function* () {
          const scope = scopeOf(runs)
          if (scope !== undefined && runs.length > 0) {
            const root = scopeDir(guildHome, scope)
            const kept = yield* index.use((sql) => scalarsThrough(sql, { scope, root, summarize }, runs))
            if (Option.isSome(kept)) return kept.value
          }
          return yield* Effect.forEach(runs, (run) =>
            Effect.mapError(summarize(run), (cause) => new IndexError({ path: run.dir, cause }))
          )
        })

      const attrOf = (runs: ReadonlyArray<RunRef>, name: string) =>
        Effect.gen(function* () {
          const scope = scopeOf(runs)
          if (scope !== undefined && runs.length >= fewRuns) {
            const root = scopeDir(guildHome, scope)
            const kept = yield* index.use((sql) => attrsThrough(sql, scope, root, runs, name))
            if (Option.isSome(kept)) return kept.value
          }
          return yield* inChunks(runs, (run) => attrIn(run, name))
        })

      return RunIndex.of({
        query: (scope, query) =>
          Effect.gen(function* () {
            const listedMs = Date.now()
            const { idPrefix } = query
            // No other directory holds that run; in the trash, its name may have more than the id.
            if (idPrefix !== undefined && isWholeId(idPrefix) && scope !== "trash")
              return yield* fromDisk(scope, [idPrefix], query)
            const { names: all, refOf, root } = yield* list(scope)
            // Names of directories begin as ids do.
            const names = idPrefix === undefined ? all : all.filter((name) => name.startsWith(idPrefix))
            if (typeof scope === "string" && names.length >= fewRuns) {
              const listing: Listing = { scope, root, names: all, listedMs, refOf }
              const answer = yield* index.use(
                (sql) => answerFromIndex(sql, listing, query, summarize),
                looksFor(query, names.length)
              )
              if (Option.isSome(answer) && Option.isSome(answer.value)) return answer.value.value
            }
            return yield* fromDisk(scope, names, query)
          }),
        scalars: (run) => Effect.map(scalarsOf([run]), ([scalars]) => scalars ?? []),
        scalarsOf,
        attrOf,
        select: (statement) =>
          Effect.gen(function* () {
            yield* checkQuery(statement)
            const listedMs = Date.now()
            const listing: Listing = { scope: "live", listedMs, ...(yield* list("live")) }
            const parts = partsMentioned(statement)
            const refreshed = yield* index.use((sql) => refreshAll(sql, listing, parts, summarize))
            return Option.isSome(refreshed)
              ? yield* selectRows(path, statement)
              : yield* selectInMemory(statement, (sql) => refreshAll(sql, listing, parts, summarize))
          })
      })
    })
  )

/**
 * A run index in SQLite, in the cache of the Guild home; docs/index-schema.md has its tables and how it is kept true. Fewer
 * runs than `fewRuns` are read sooner than SQLite is loaded.
 */
export const layer: Layer.Layer<RunIndex, never, Host | ScalarLog> = layerWith({ fewRuns: 100 })
