import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import { readKnown, readKnownOf, readNames } from "./ReadKnown.ts"
import { readAll, staleNames, store } from "./Refresh.ts"
import { stampsFor } from "./Stamps.ts"

/** A scope and its directories as they were listed at `listedMs`, milliseconds since the epoch. */
export interface Listing {
  readonly scope: "live" | "trash"
  readonly root: string
  readonly names: ReadonlyArray<string>
  readonly listedMs: number
  readonly refOf: (name: string) => RunRef
}

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

/** Where the index and the directories of a scope differ, by names, as far as a query depends on it. */
export interface Changes {
  readonly stale: ReadonlyArray<string>
  readonly gone: ReadonlyArray<string>
}

/** Compares what the index knows with the disk. */
export const findChanges = (sql: SqlClient, listing: Listing, query: RunQuery): Effect.Effect<Changes, SqlError> =>
  Effect.gen(function* () {
    const { names, root, scope } = listing
    const { all, known } = yield* knownFor(sql, scope, query)
    const stale = yield* staleNames(root, names, known, all)
    return { stale, gone: goneOf(all, names) }
  })

/** Puts what changed into the index. */
export const storeChanges = (
  sql: SqlClient,
  listing: Listing,
  { gone, stale }: Changes
): Effect.Effect<void, SqlError> =>
  Effect.zipRight(store(sql, listing.scope, [], gone, listing.listedMs), readAgain(sql, listing, stale))

/** Brings the rows of runs up to what is on the disk as far as the query depends on it. */
export const refreshRuns = (sql: SqlClient, listing: Listing, query: RunQuery): Effect.Effect<void, SqlError> =>
  Effect.flatMap(findChanges(sql, listing, query), (changes) => storeChanges(sql, listing, changes))

/** Reads directories and puts what they are now into the index. */
export const readAgain = (
  sql: SqlClient,
  { listedMs, refOf, scope }: Listing,
  names: ReadonlyArray<string>
): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    for (let from = 0; from < names.length; from += RUNS_AT_ONCE)
      yield* store(sql, scope, yield* readAll(names.slice(from, from + RUNS_AT_ONCE), refOf), [], listedMs)
  })
