import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import type { EventFile } from "../../services/ScalarLog.ts"

/** How old an event file has to be before its size and time are believed to tell every change. */
const RACY_MS = 2_000

/**
 * What the event files of a run looked like: equal signatures mean equal summaries. Nothing where a file was written so
 * recently that its next change might not show.
 */
export const signature = (files: ReadonlyArray<EventFile>, nowMs: number): string | undefined =>
  files.some(({ mtimeMs }) => mtimeMs > nowMs - RACY_MS)
    ? undefined
    : JSON.stringify(
        files.map(({ mtimeMs, path, prefix, size }) => [prefix, path.slice(path.lastIndexOf("/")), size, mtimeMs])
      )

const COLUMNS: ReadonlyArray<readonly [column: string, field: keyof ScalarSummary]> = [
  ["prefix", "prefix"],
  ["tag", "tag"],
  ["count", "count"],
  ["total", "total"],
  ["avg_val", "avgVal"],
  ["first_val", "firstVal"],
  ["first_step", "firstStep"],
  ["last_val", "lastVal"],
  ["last_step", "lastStep"],
  ["min_val", "minVal"],
  ["min_step", "minStep"],
  ["max_val", "maxVal"],
  ["max_step", "maxStep"]
]

const NAMES = COLUMNS.map(([column]) => column).join(", ")

/** SQLite has no NaN: it stands as NULL. */
const value = (cell: unknown): number => (typeof cell === "number" ? cell : NaN)

const summaryOf = ([prefix, tag, ...numbers]: ReadonlyArray<unknown>): ScalarSummary => {
  const [count, total, avgVal, firstVal, firstStep, lastVal, lastStep, minVal, minStep, maxVal, maxStep] =
    numbers.map(value)
  return {
    prefix: typeof prefix === "string" ? prefix : "",
    tag: typeof tag === "string" ? tag : "",
    count: count ?? 0,
    total: total ?? NaN,
    avgVal: avgVal ?? NaN,
    firstVal: firstVal ?? NaN,
    firstStep: firstStep ?? 0,
    lastVal: lastVal ?? NaN,
    lastStep: lastStep ?? 0,
    minVal: minVal ?? NaN,
    minStep: minStep ?? 0,
    maxVal: maxVal ?? NaN,
    maxStep: maxStep ?? 0
  }
}

/** The summaries kept for a run whose event files looked so, or nothing. */
export const readScalars = (
  sql: SqlClient,
  scope: string,
  name: string,
  signed: string
): Effect.Effect<ReadonlyArray<ScalarSummary> | undefined, SqlError> =>
  sql.withTransaction(
    Effect.gen(function* () {
      const [set] = yield* sql.unsafe("SELECT key FROM scalar_sets WHERE scope = ? AND name = ? AND signature = ?", [
        scope,
        name,
        signed
      ]).values
      if (set === undefined) return undefined
      const rows = yield* sql.unsafe(`SELECT ${NAMES} FROM scalars WHERE scalar_set = ? ORDER BY ordinal`, [set[0]])
        .values
      return rows.map(summaryOf)
    })
  )

/** Keeps summaries in place of those there were. */
export const writeScalars = (
  sql: SqlClient,
  scope: string,
  name: string,
  signed: string,
  summaries: ReadonlyArray<ScalarSummary>
): Effect.Effect<void, SqlError> =>
  sql.withTransaction(
    Effect.gen(function* () {
      yield* sql.unsafe("DELETE FROM scalar_sets WHERE scope = ? AND name = ?", [scope, name]).raw
      const [set] = yield* sql.unsafe(
        "INSERT INTO scalar_sets (scope, name, signature) VALUES (?, ?, ?) RETURNING key",
        [scope, name, signed]
      ).values
      for (const [ordinal, summary] of summaries.entries()) {
        yield* sql.unsafe(
          `INSERT INTO scalars (scalar_set, ordinal, ${NAMES}) VALUES (?, ?${", ?".repeat(COLUMNS.length)})`,
          [set?.[0], ordinal, ...COLUMNS.map(([, field]) => summary[field])]
        ).raw
      }
    })
  )
