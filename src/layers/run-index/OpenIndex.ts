import type { SqliteClient } from "@effect/sql-sqlite-node/SqliteClient"
import type { SqlClient } from "@effect/sql/SqlClient"
import type { Scope } from "effect"
import { Context, Effect, Layer, Predicate } from "effect"
import { rmSync } from "node:fs"
import { dirname } from "node:path"
import { IndexError } from "../../services/RunIndex.ts"
import { makeDirs } from "../SafeDirs.ts"
import { APPLICATION_ID, MIGRATIONS } from "./Schema.ts"

/** How long a statement waits for another guild that is writing. */
const BUSY_TIMEOUT_MS = 1_000

/** The path of an index that is no file. */
export const IN_MEMORY = ":memory:"

const pragma = (sql: SqlClient, text: string) => sql.unsafe(`PRAGMA ${text}`).values

/** The file is no index of ours, or one of a guild to come. */
const foreign = (path: string) =>
  new IndexError({ path, cause: Object.assign(new Error("not an index of this guild"), { code: "SQLITE_NOTADB" }) })

/** Whose file it is, how far it was migrated, and whether it has tables: read at one moment. */
const readHeader = (sql: SqlClient) =>
  Effect.map(
    sql.unsafe(`SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema)
      FROM pragma_application_id, pragma_user_version`).values,
    ([row]) => {
      const [owner, version, tables] = row ?? []
      return { owner: Number(owner), version: Number(version), isEmpty: tables === 0 }
    }
  )

const migrate = (sql: SqlClient, path: string) =>
  Effect.gen(function* () {
    const { isEmpty, owner, version } = yield* readHeader(sql)
    const isOurs = owner === APPLICATION_ID && version <= MIGRATIONS.length
    if (!isOurs && !(owner === 0 && isEmpty)) return yield* foreign(path)
    if (isOurs && version === MIGRATIONS.length) return
    yield* sql.withTransaction(
      Effect.gen(function* () {
        // A write comes first: it waits for its turn, and what is read after it is what the last writer left.
        yield* pragma(sql, `application_id = ${APPLICATION_ID}`)
        const now = yield* readHeader(sql)
        for (const statement of MIGRATIONS.slice(now.version).flat()) yield* sql.unsafe(statement).raw
        yield* pragma(sql, `user_version = ${MIGRATIONS.length}`)
      })
    )
  })

/**
 * Opens the index at a path, made and migrated as needed, until the scope closes. SQLite itself is loaded here and nowhere
 * else, so that a command without the index does not pay for it.
 */
export const openIndex = (path: string): Effect.Effect<SqliteClient, IndexError, Scope.Scope> =>
  Effect.gen(function* () {
    if (path !== IN_MEMORY) yield* Effect.sync(() => makeDirs(dirname(path)))
    const sqlite = yield* Effect.promise(() => import("@effect/sql-sqlite-node/SqliteClient"))
    const sql = Context.get(yield* Layer.build(sqlite.layer({ filename: path })), sqlite.SqliteClient)
    yield* pragma(sql, `busy_timeout = ${BUSY_TIMEOUT_MS}`)
    yield* pragma(sql, "synchronous = NORMAL")
    yield* pragma(sql, "foreign_keys = ON")
    yield* migrate(sql, path)
    return sql
  }).pipe(
    Effect.catchAllDefect(Effect.fail),
    Effect.mapError((cause) => (cause instanceof IndexError ? cause : new IndexError({ path, cause })))
  )

/** SQLite's code for what went wrong, wherever in the chain of causes it stands. */
export const sqliteCode = (error: unknown): string => {
  if (typeof error !== "object" || error === null) return ""
  if ("code" in error && typeof error.code === "string" && error.code.startsWith("SQLITE_")) return error.code
  return "cause" in error ? sqliteCode(error.cause) : ""
}

/** Whether another guild has the file for the moment. */
export const isBusy = (error: unknown): boolean => /^SQLITE_(BUSY|LOCKED)/.test(sqliteCode(error))

/** Whether a file cannot be used as it is, rather than not now: only then may it be thrown away. */
export const isBroken = (error: unknown): boolean =>
  Predicate.isTagged(error, "RowDamaged") ||
  /^SQLITE_(CORRUPT|NOTADB|ERROR|SCHEMA|MISMATCH|CONSTRAINT|FORMAT|IOERR_SHORT_READ)/.test(sqliteCode(error))

/** Throws an index away with its journals. */
export const removeIndex = (path: string): Effect.Effect<void> =>
  Effect.ignore(
    Effect.try(() => {
      for (const suffix of ["", "-wal", "-shm", "-journal"])
        rmSync(`${path}${suffix}`, { force: true, recursive: true })
    })
  )
