import Database from "better-sqlite3"
import { SqlRefused } from "../../domain/SqlErrors.ts"
import type { SqlRows } from "../../services/RunIndex.ts"

/** How long a question waits for another guild that is writing. */
const BUSY_TIMEOUT_MS = 1_000

/** Opens a database for reading alone: the path of a file, or its bytes. Throws what SQLite says. */
export const openReadOnly = (source: string | Uint8Array): Database.Database =>
  new Database(typeof source === "string" ? source : Buffer.from(source), {
    readonly: true,
    fileMustExist: true,
    timeout: BUSY_TIMEOUT_MS
  })

/** All rows of one statement that reads. Throws what SQLite says, and `SqlRefused` where it does anything else. */
export const rowsOf = (db: Database.Database, statement: string): SqlRows => {
  const prepared = db.prepare<Array<unknown>, Array<unknown>>(statement)
  if (!prepared.reader || !prepared.readonly) throw new SqlRefused({ reason: "the statement would change something" })
  const columns = prepared.columns().map(({ name }) => name)
  return { columns, rows: prepared.raw().all() }
}
