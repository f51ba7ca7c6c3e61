import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import { SqlRefused } from "../../domain/SqlErrors.ts"
import type { partsMentioned } from "../../domain/SqlStatement.ts"
import { allRuns } from "../../domain/runs/RunQuery.ts"
import type { SqlRows } from "../../services/RunIndex.ts"
import { IndexError } from "../../services/RunIndex.ts"
import { refreshAttrs } from "./AttrCache.ts"
import { refreshFiles } from "./FileRows.ts"
import { runsOf } from "./CompileQuery.ts"
import type { Listing } from "./RefreshRuns.ts"
import { refreshRuns } from "./RefreshRuns.ts"
import { IN_MEMORY, openIndex, sqliteCode } from "./OpenIndex.ts"
import type { RowDamaged } from "./ReadRuns.ts"
import type { Summarize } from "./ScalarsOf.ts"
import { refreshScalars } from "./ScalarsOf.ts"

/** What may be done about a statement of the user, rather than about the file. */
const isUsers = (cause: unknown): boolean =>
  /^(?:SQLITE_(?:ERROR|READONLY|AUTH|TOOBIG|RANGE|MISMATCH|CONSTRAINT)|$)/.test(sqliteCode(cause))

/**
 * Answers one statement from a database, which is opened anew and for reading alone.
 *
 * @param source the path of a database, or its bytes
 */
export const selectRows = (
  source: string | Uint8Array,
  statement: string
): Effect.Effect<SqlRows, SqlRefused | IndexError> =>
  Effect.gen(function* () {
    const { openReadOnly, rowsOf } = yield* Effect.promise(() => import("./ReadOnlyDatabase.ts"))
    const path = typeof source === "string" ? source : IN_MEMORY
    const failure = (cause: unknown) =>
      cause instanceof SqlRefused
        ? cause
        : isUsers(cause)
          ? new SqlRefused({ reason: cause instanceof Error ? cause.message : String(cause) })
          : new IndexError({ path, cause })
    return yield* Effect.acquireUseRelease(
      Effect.try({ try: () => openReadOnly(source), catch: (cause) => new IndexError({ path, cause }) }),
      (db) => Effect.try({ try: () => rowsOf(db, statement), catch: failure }),
      (db) => Effect.sync(() => db.close())
    )
  })

/** Every attribute that stands in a row of its run: a statement may read any of them. */
const EVERYTHING = {
  ...allRuns,
  operations: [""],
  labels: [""],
  marked: true,
  tags: [""],
  comments: [""],
  digest: "",
  notStatuses: ["staged" as const]
}

/** Brings the index up to date for a statement that reads some parts of it. */
export const refreshAll = (
  sql: SqlClient,
  listing: Listing,
  parts: ReturnType<typeof partsMentioned>,
  summarize: Summarize
): Effect.Effect<void, SqlError | RowDamaged | IndexError> =>
  Effect.gen(function* () {
    const { refOf, root, scope } = listing
    yield* refreshRuns(sql, listing, EVERYTHING)
    if (parts.attributes) yield* refreshAttrs(sql, { scope, root, attrs: undefined, names: undefined })
    if (parts.scalars) yield* refreshScalars(sql, { scope, root, refOf, summarize }, runsOf(scope))
    if (parts.files) yield* refreshFiles(sql, scope, root)
  })

/** Answers from an index that is made for this one statement: the file of the index cannot be used. */
export const selectInMemory = (
  statement: string,
  refresh: (sql: SqlClient) => Effect.Effect<void, SqlError | RowDamaged | IndexError>
): Effect.Effect<SqlRows, SqlRefused | IndexError> =>
  Effect.gen(function* () {
    const sql = yield* openIndex(IN_MEMORY)
    yield* refresh(sql)
    return yield* selectRows(yield* sql.export, statement)
  }).pipe(
    Effect.scoped,
    Effect.mapError((cause) =>
      cause instanceof SqlRefused || cause instanceof IndexError ? cause : new IndexError({ path: IN_MEMORY, cause })
    )
  )
