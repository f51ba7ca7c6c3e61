import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { Condition } from "./Condition.ts"

/** The cells of one column, a cell a row. */
export type Column = ReadonlyArray<unknown>

const column = (cell: unknown): Column => {
  const cells: unknown = JSON.parse(typeof cell === "string" ? cell : "[]")
  return Array.isArray(cells) ? cells : []
}

/**
 * Reads many rows a column at a time: SQLite gives a column as one text, which is read in a fraction of the time that a row
 * takes at a time. They come in no order.
 *
 * @param columns expressions of SQL for numbers, texts and JSON
 * @param from the tables, where the rows come from
 */
export const readColumns = (
  sql: SqlClient,
  columns: ReadonlyArray<string>,
  from: string,
  where: Condition
): Effect.Effect<ReadonlyArray<Column>, SqlError> =>
  Effect.map(
    sql.unsafe(
      `SELECT ${columns.map((each) => `json_group_array(${each})`).join(", ")} FROM ${from} WHERE ${where.sql}`,
      where.params
    ).values,
    ([row]) => columns.map((_, i) => column(row?.[i]))
  )
