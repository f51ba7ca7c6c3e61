import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import { allRuns } from "../../domain/runs/RunQuery.ts"
import { applyQuery, matches } from "../../domain/runs/RunQueryMatch.ts"
import { compileQuery } from "./CompileQuery.ts"
import { NEVER } from "./Condition.ts"
import type { Answer } from "./FromDisk.ts"
import type { RowDamaged } from "./ReadRuns.ts"
import { readFirstKeys, readRows } from "./ReadRuns.ts"
import { readAll, staleRows } from "./Refresh.ts"
import type { Changes, Listing } from "./RefreshRuns.ts"

/** So few directories are read for one answer: to write is dearer, since what was written is flushed to the disk when the index is closed. */
const FEW_CHANGES = 16

/** Directories whose rows do not count, and the runs that are in them now. */
export interface Aside {
  readonly names: ReadonlySet<string>
  readonly runs: ReadonlyArray<Run>
}

export const NOTHING_ASIDE: Aside = { names: new Set(), runs: [] }

/** Whether changes are so few that an answer does without storing them. */
export const areFew = ({ gone, stale }: Changes): boolean => gone.length + stale.length <= FEW_CHANGES

/** Reads what changed, and leaves the index as it is. */
export const readAside = ({ refOf }: Listing, { gone, stale }: Changes): Effect.Effect<Aside> =>
  Effect.map(readAll(stale, refOf), (readings) => ({
    names: new Set([...stale, ...gone]),
    runs: readings.flatMap(({ run }) => run ?? [])
  }))

/** So many rows are read for each that is asked for, at first: those that a query leaves out stand among them. */
const ROWS_EACH = 2

/** So many times more are read where those were not enough. */
const MORE_ROWS = 8

/**
 * The first rows of a query that asks for no others, and the names of those among them that are not what stands on the disk. What may
 * be among them is compared with the disk in full, whether the index believes that the query means it or not; of what comes later it
 * is known that it still does.
 */
export const lookUpFirst = (
  sql: SqlClient,
  listing: Listing,
  query: RunQuery,
  aside: Aside
): Effect.Effect<{ readonly answer: Answer; readonly stale: ReadonlyArray<string> }, SqlError | RowDamaged> =>
  Effect.gen(function* () {
    const { refOf, root, scope } = listing
    const { idPrefix, limit = 0, markedFirst, opNames } = query
    const where = compileQuery(scope, { ...allRuns, idPrefix, ...(opNames === undefined ? {} : { opNames }) }) ?? NEVER
    for (let size = ROWS_EACH * limit + aside.names.size; ; size *= MORE_ROWS) {
      const keys = yield* readFirstKeys(sql, where, markedFirst, size)
      const rows = yield* readRows(sql, keys, { stamps: true }, refOf)
      const counted = rows.filter(({ name }) => !aside.names.has(name))
      const stale = yield* staleRows(root, counted)
      const found = counted.map(({ run }) => run).filter((run) => matches(run, query))
      // Rows that were not read come after all of these.
      if (stale.length > 0 || found.length >= limit || keys.length < size)
        return { answer: applyQuery([...found, ...aside.runs], query), stale }
    }
  })
