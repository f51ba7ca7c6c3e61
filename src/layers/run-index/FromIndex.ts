import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect, Option } from "effect"
import type { FilterExpr } from "../../domain/filter/FilterExpr.ts"
import { matchesFilter } from "../../domain/filter/FilterExprMatch.ts"
import { filterAttrs, readsScalars } from "../../domain/filter/FilterNames.ts"
import { isDerived, runSubject } from "../../domain/filter/RunSubject.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import { allRuns } from "../../domain/runs/RunQuery.ts"
import { firstRows, matches } from "../../domain/runs/RunQueryMatch.ts"
import type { Value } from "../../domain/Value.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import { readAttrs, refreshAttrs } from "./AttrCache.ts"
import { compileQuery } from "./CompileQuery.ts"
import type { Condition } from "./Condition.ts"
import { NEVER } from "./Condition.ts"
import type { Answer } from "./FromDisk.ts"
import type { RowDamaged, RunRow } from "./ReadRuns.ts"
import { readFirstNames, readKnown, readKnownOf, readMatching, readNames, readRuns } from "./ReadRuns.ts"
import { movedNames, readAll, staleNames, staleRows, store } from "./Refresh.ts"
import type { Summarize } from "./ScalarsOf.ts"
import { refreshScalars, scalarsThrough } from "./ScalarsOf.ts"
import { asksFirst, looksAtAll, looksAtEach, ordersAfterwards, stampsFor } from "./Stamps.ts"

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

/** Names, whatever else is known of them. */
type Names = Pick<ReadonlyMap<string, unknown>, "has" | "keys" | "size">

/** What the index knows of the rows that a query has to compare with the disk, and the names of all rows, at one moment. */
const knownFor = (sql: SqlClient, scope: string, query: RunQuery) => {
  const { opNames } = query
  return opNames === undefined
    ? Effect.map(readKnown(sql, scope, stampsFor(query)), (known) => ({ known, all: known.at }))
    : sql.withTransaction(
        Effect.all({ known: readKnownOf(sql, scope, stampsFor(query), opNames), all: readNames(sql, scope) })
      )
}

/** The names that the index has and the directory has not: most often none, which counting tells. */
const goneOf = (all: Names, names: ReadonlyArray<string>): ReadonlyArray<string> => {
  let found = 0
  for (const name of names) if (all.has(name)) found += 1
  if (found === all.size) return []
  const here = new Set(names)
  return [...all.keys()].filter((name) => !here.has(name))
}

/** How many files a query looks at among so many directories, about. One by operations looks at few of them. */
export const looksFor = (query: RunQuery, directories: number): number =>
  query.opNames === undefined ? directories * looksAtEach(stampsFor(query)) : 0

/** Brings the rows of runs up to what is on the disk as far as the query depends on it. */
export const refreshRuns = (sql: SqlClient, listing: Listing, query: RunQuery): Asked<void> =>
  Effect.gen(function* () {
    const { listedMs, names, root, scope } = listing
    const { all, known } = yield* knownFor(sql, scope, query)
    const stale = yield* staleNames(root, names, known, all)
    yield* store(sql, scope, [], goneOf(all, names), listedMs)
    yield* readAgain(sql, listing, stale)
  })

/** Reads directories and puts what they are now into the index. */
const readAgain = (
  sql: SqlClient,
  { listedMs, refOf, scope }: Listing,
  names: ReadonlyArray<string>
): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    for (let from = 0; from < names.length; from += RUNS_AT_ONCE)
      yield* store(sql, scope, yield* readAll(names.slice(from, from + RUNS_AT_ONCE), refOf), [], listedMs)
  })

/** Holds for the directories of a scope with these names. */
const named = (scope: string, names: ReadonlyArray<string>): Condition => ({
  sql: "scope = ? AND name IN (SELECT value FROM json_each(?))",
  params: [scope, JSON.stringify(names)]
})

/** Asks runs one by one, where SQL has no words for a filter. */
const filterRows = (
  sql: SqlClient,
  { refOf, root, scope }: Listing,
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
      { scope, root, summarize },
      rows.map(({ run }) => run)
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
    const attrs = filterAttrs(filter).filter((name) => !isDerived(name))
    if (attrs.length > 0) yield* refreshAttrs(sql, { scope, root, attrs, names: undefined })
    if (readsScalars(filter)) yield* refreshScalars(sql, { scope, root, refOf, summarize }, unfiltered)
    return compileQuery(scope, query) ?? (yield* filterRows(sql, listing, unfiltered, filter, summarize))
  })

interface Round {
  readonly answer: Answer
  /** Rows among those of the answer, or of those it was chosen from, that are not what stands on the disk. */
  readonly stale: ReadonlyArray<string>
}

/** So many rows are read for each that is asked for, at first: those that a query leaves out stand among them. */
const ROWS_EACH = 2

/** So many times more are read where those were not enough. */
const MORE_ROWS = 8

/**
 * The first rows of a query that asks for no others. What may be among them is compared with the disk in full, whether the index
 * believes that the query means it or not; of what comes later it is known that it still does.
 */
const lookUpFirst = (sql: SqlClient, listing: Listing, query: RunQuery, limit: number): Asked<Round> =>
  Effect.gen(function* () {
    const { refOf, root, scope } = listing
    const { idPrefix, markedFirst, opNames } = query
    const where = compileQuery(scope, { ...allRuns, idPrefix, ...(opNames === undefined ? {} : { opNames }) }) ?? NEVER
    for (let size = ROWS_EACH * limit; ; size *= MORE_ROWS) {
      const names = yield* readFirstNames(sql, where, markedFirst, size)
      const { rows } = yield* readRuns(
        sql,
        { where: named(scope, names), limit: undefined, markedFirst, stamps: true },
        refOf
      )
      const stale = yield* staleRows(root, rows)
      const answer = firstRows(
        rows.map(({ run }) => run).filter((run) => matches(run, query)),
        query
      )
      if (stale.length > 0 || answer.runs.length >= limit || names.length < size) return { answer, stale }
    }
  })

/** The rows of a query, compared with the disk. */
const lookUp = (sql: SqlClient, listing: Listing, query: RunQuery, where: Condition): Asked<Round> =>
  Effect.gen(function* () {
    const { refOf, root, scope } = listing
    const { limit, markedFirst } = query
    const round = ({ rows, total }: { readonly rows: ReadonlyArray<RunRow>; readonly total: number }) =>
      Effect.map(looksAtAll(query) ? Effect.succeed([]) : staleRows(root, rows), (stale) => ({
        answer: { runs: rows.map(({ run }) => run), total: query.uncounted === true ? rows.length : total },
        stale
      }))
    if (limit !== undefined && asksFirst(query)) return yield* lookUpFirst(sql, listing, query, limit)
    if (limit === undefined || !ordersAfterwards(query))
      return yield* round(yield* readRuns(sql, { where, limit, markedFirst, stamps: !looksAtAll(query) }, refOf))
    // The filter is asked once: how many runs it lets through and the first of them are known then.
    const { known, names } = yield* readMatching(sql, where, markedFirst)
    const misplaced = yield* movedNames(root, known)
    if (misplaced.length > 0) return { answer: { runs: [], total: 0 }, stale: misplaced }
    const first = named(scope, names.slice(0, Math.max(0, limit)))
    const { rows } = yield* readRuns(sql, { where: first, limit: undefined, markedFirst, stamps: true }, refOf)
    return yield* round({ rows, total: names.length })
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
    yield* refreshRuns(sql, listing, query)
    for (let round = 0; round < ROUNDS; round++) {
      const where = yield* conditionFor(sql, listing, query, summarize)
      const { answer, stale } = yield* sql.withTransaction(lookUp(sql, listing, query, where))
      if (stale.length === 0) return Option.some(answer)
      yield* readAgain(sql, listing, stale)
    }
    return Option.none()
  })
