import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"

export type Cell = string | number | null

/** So many values are bound to one statement: few statements, and each is prepared once. */
const VALUES_AT_ONCE = 1_000

/** Adds rows to a table, in place of those with the same key. Values are bound, never written into the statement. */
export const insertRows = (
  sql: SqlClient,
  table: string,
  columns: ReadonlyArray<string>,
  rows: ReadonlyArray<ReadonlyArray<Cell>>
): Effect.Effect<void, SqlError> => {
  const atOnce = Math.max(1, Math.floor(VALUES_AT_ONCE / columns.length))
  const row = `(${columns.map(() => "?").join(", ")})`
  const statement = (count: number) =>
    `INSERT OR REPLACE INTO ${table} (${columns.join(", ")}) VALUES ${Array(count).fill(row).join(", ")}`
  return Effect.gen(function* () {
    for (let from = 0; from < rows.length; from += atOnce) {
      const some = rows.slice(from, from + atOnce)
      yield* sql.unsafe(statement(some.length), some.flat()).raw
    }
  })
}
