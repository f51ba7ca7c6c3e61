import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect, Option } from "effect"
import type { FilterExpr } from "../../domain/filter/FilterExpr.ts"
import { matchesFilter } from "../../domain/filter/FilterExprMatch.ts"
import { filterAttrs, readsScalars } from "../../domain/filter/FilterNames.ts"
import { isDerived, runSubject } from "../../domain/filter/RunSubject.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import type { Value } from "../../domain/Value.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import { readAttrs, refreshAttrs } from "./AttrCache.ts"
import { compileQuery } from "./CompileQuery.ts"
import type { Condition } from "./Condition.ts"
import { NEVER } from "./Condition.ts"
import type { Answer } from "./FromDisk.ts"
import type { RowDamaged } from "./ReadRuns.ts"
import { namesOf, readKnown, readRuns } from "./ReadRuns.ts"
import { readAll, staleNames, staleRows, store } from "./Refresh.ts"
import type { Summarize } from "./ScalarsOf.ts"
import { refreshScalars, scalarsThrough } from "./ScalarsOf.ts"
import { looksAtAll, stampsFor } from "./Stamps.ts"

/** A scope and its directories as they were listed at `listedMs`, milliseconds since the epoch. */
export interface Listing {
  readonly scope: "live" | "trash"
  readonly root: string
  readonly names: ReadonlyArray<string>
  readonly listedMs: number
  readonly refOf: (name: string) => RunRef
}

type Asked<A> = Effect.Effect<A, SqlError | RowDamaged | IndexError>

/** How often rows are read again that changed while they were being looked up. */
const ROUNDS = 3

/** So many runs are read and then stored together: what is read is let go again. */
const RUNS_AT_ONCE = 2_000

/** Brings the rows of runs up to what is on the disk as far as the query depends on it. */
export const refreshRuns = (sql: SqlClient, listing: Listing, query: RunQuery): Asked<void> =>
  Effect.gen(function* () {
    const { listedMs, names, refOf, root, scope } = listing
    const stamped = stampsFor(query)
    const known = yield* readKnown(sql, scope, stamped)
    const stale = yield* staleNames(root, names, known, stamped)
    const here = new Set(names)
    yield* store(
      sql,
      scope,
      [],
      [...known.keys()].filter((name) => !here.has(name)),
      listedMs
    )
    for (let from = 0; from < stale.length; from += RUNS_AT_ONCE)
      yield* store(sql, scope, yield* readAll(stale.slice(from, from + RUNS_AT_ONCE), refOf), [], listedMs)
  })

/** Holds for the directories of a scope with these names. */
const named = (scope: string, names: ReadonlyArray<string>): Condition => ({
  sql: "scope = ? AND name IN (SELECT value FROM json_each(?))",
  params: [scope, JSON.stringify(names)]
})

/** Asks runs one by one, where SQL has no words for a filter. */
const filterRows = (
  sql: SqlClient,
  { refOf, scope }: Listing,
  where: Condition,
  filter: FilterExpr,
  summarize: Summarize
): Asked<Condition> =>
  Effect.gen(function* () {
    const { rows } = yield* readRuns(sql, { where, limit: undefined, stamps: false }, refOf)
    const attrs = yield* Effect.forEach(filterAttrs(filter), (attr) =>
      Effect.map(readAttrs(sql, scope, attr), (values) => [attr, values] as const)
    )
    const scalars = yield* scalarsThrough(
      sql,
      scope,
      rows.map(({ run }) => run),
      summarize
    )
    const held = rows.filter(({ name, run }, i) => {
      const own = attrs.flatMap(([attr, values]): ReadonlyArray<readonly [string, Value]> => {
        const value = values.get(name)
        return value === undefined ? [] : [[attr, value]]
      })
      return matchesFilter(filter, runSubject(run, new Map(own), scalars[i] ?? []))
    })
    return named(
      scope,
      held.map(({ name }) => name)
    )
  })

/** The condition that holds for the runs that a query means. What its filter names is brought up to date first. */
const conditionFor = (sql: SqlClient, listing: Listing, query: RunQuery, summarize: Summarize): Asked<Condition> =>
  Effect.gen(function* () {
    const { refOf, root, scope } = listing
    const { filter } = query
    const unfiltered = compileQuery(scope, { ...query, filter: undefined }) ?? NEVER
    if (filter === undefined) return unfiltered
    const candidates = yield* namesOf(sql, unfiltered)
    const attrs = filterAttrs(filter).filter((name) => !isDerived(name))
    if (attrs.length > 0) yield* refreshAttrs(sql, { scope, root, attrs, names: undefined })
    if (readsScalars(filter)) yield* refreshScalars(sql, scope, candidates.map(refOf), summarize)
    const compiled = compileQuery(scope, query)
    if (compiled === undefined) return yield* filterRows(sql, listing, unfiltered, filter, summarize)
    // The filter is asked once: counting its runs and reading the first of them go by names.
    return named(scope, yield* namesOf(sql, compiled))
  })

/**
 * Answers from rows that were each compared with the disk, or not at all. Of a few rows that is done when it is known which:
 * those that changed are read again, and where they keep changing there is no answer.
 */
export const answerFromIndex = (
  sql: SqlClient,
  listing: Listing,
  query: RunQuery,
  summarize: Summarize
): Asked<Option.Option<Answer>> =>
  Effect.gen(function* () {
    const { listedMs, refOf, scope } = listing
    yield* refreshRuns(sql, listing, query)
    for (let round = 0; round < ROUNDS; round++) {
      const where = yield* conditionFor(sql, listing, query, summarize)
      const stamps = !looksAtAll(query)
      const { rows, total } = yield* readRuns(
        sql,
        { where, limit: query.limit, markedFirst: query.markedFirst, stamps },
        refOf
      )
      const stale = stamps ? yield* staleRows(rows) : []
      if (stale.length === 0) return Option.some({ runs: rows.map(({ run }) => run), total })
      yield* store(sql, scope, yield* readAll(stale, refOf), [], listedMs)
    }
    return Option.none()
  })
