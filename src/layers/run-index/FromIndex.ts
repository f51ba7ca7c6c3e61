import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect, Option } from "effect"
import type { FilterExpr } from "../../domain/filter/FilterExpr.ts"
import { matchesFilter } from "../../domain/filter/FilterExprMatch.ts"
import { filterAttrs, readsScalars } from "../../domain/filter/FilterNames.ts"
import { isDerived, runSubject } from "../../domain/filter/RunSubject.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import type { Value } from "../../domain/Value.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import { readAttrs, refreshAttrs } from "./AttrCache.ts"
import { compileQuery } from "./CompileQuery.ts"
import type { Condition } from "./Condition.ts"
import { NEVER } from "./Condition.ts"
import { areFew, lookUpFirst, NOTHING_ASIDE, readAside } from "./FirstRows.ts"
import type { Aside } from "./FirstRows.ts"
import type { Answer } from "./FromDisk.ts"
import { readMatching } from "./ReadKnown.ts"
import type { RowDamaged, RunRow } from "./ReadRuns.ts"
import { readRows, readRuns } from "./ReadRuns.ts"
import { movedNames, staleRows } from "./Refresh.ts"
import type { Listing } from "./RefreshRuns.ts"
import { findChanges, readAgain, storeChanges } from "./RefreshRuns.ts"
import type { Summarize } from "./ScalarsOf.ts"
import { refreshScalars, scalarsThrough } from "./ScalarsOf.ts"
import { asksFirst, looksAtAll, looksAtEach, ordersAfterwards, stampsFor } from "./Stamps.ts"

type Asked<A> = Effect.Effect<A, SqlError | RowDamaged | IndexError>

/** How often rows are read again that changed while they were being looked up. */
const ROUNDS = 3

/** How many files a query looks at among so many directories, about. One by operations looks at few of them. */
export const looksFor = (query: RunQuery, directories: number): number =>
  query.opNames === undefined ? directories * looksAtEach(stampsFor(query)) : 0

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

/** The rows of a query, compared with the disk. */
const lookUp = (sql: SqlClient, listing: Listing, query: RunQuery, where: Condition, aside: Aside): Asked<Round> =>
  Effect.gen(function* () {
    const { refOf, root } = listing
    const { limit, markedFirst } = query
    const round = ({ rows, total }: { readonly rows: ReadonlyArray<RunRow>; readonly total: number }) =>
      Effect.map(looksAtAll(query) ? Effect.succeed([]) : staleRows(root, rows), (stale) => ({
        answer: { runs: rows.map(({ run }) => run), total: query.uncounted === true ? rows.length : total },
        stale
      }))
    if (asksFirst(query)) return yield* lookUpFirst(sql, listing, query, aside)
    if (limit === undefined || !ordersAfterwards(query))
      return yield* round(yield* readRuns(sql, { where, limit, markedFirst, stamps: !looksAtAll(query) }, refOf))
    // The filter is asked once: how many runs it lets through and the first of them are known then.
    const { keys, known } = yield* readMatching(sql, where, markedFirst)
    const misplaced = yield* movedNames(root, known)
    if (misplaced.length > 0) return { answer: { runs: [], total: 0 }, stale: misplaced }
    const rows = yield* readRows(sql, keys.slice(0, Math.max(0, limit)), { stamps: true }, refOf)
    return yield* round({ rows, total: keys.length })
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
    const changes = yield* findChanges(sql, listing, query)
    const setAside = asksFirst(query) && areFew(changes)
    const aside = setAside
      ? yield* readAside(listing, changes)
      : yield* Effect.as(storeChanges(sql, listing, changes), NOTHING_ASIDE)
    for (let round = 0; round < ROUNDS; round++) {
      const where = yield* conditionFor(sql, listing, query, summarize)
      const { answer, stale } = yield* sql.withTransaction(lookUp(sql, listing, query, where, aside))
      if (stale.length === 0) return Option.some(answer)
      yield* readAgain(sql, listing, stale)
    }
    return Option.none()
  })
