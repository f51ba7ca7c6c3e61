import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { ScalarSummary } from "../../domain/scalars/Scalar.ts"
import { scalarName } from "../../domain/scalars/Scalar.ts"
import { letOthers } from "./InChunks.ts"
import type { Cell } from "./InsertRows.ts"
import { insertRows } from "./InsertRows.ts"
import { readColumns } from "./ReadColumns.ts"

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

const NAMES = COLUMNS.map(([column]) => column)

/** SQLite has no NaN: it stands as NULL. */
const value = (cell: unknown): number => (typeof cell === "number" ? cell : NaN)

const summaryOf = (row: ReadonlyArray<unknown>): ScalarSummary => ({
  prefix: typeof row[1] === "string" ? row[1] : "",
  tag: typeof row[2] === "string" ? row[2] : "",
  count: value(row[3]),
  total: value(row[4]),
  avgVal: value(row[5]),
  firstVal: value(row[6]),
  firstStep: value(row[7]),
  lastVal: value(row[8]),
  lastStep: value(row[9]),
  minVal: value(row[10]),
  minStep: value(row[11]),
  maxVal: value(row[12]),
  maxStep: value(row[13])
})

/** The summaries that are kept of a run, and what has to be unchanged for them to be true; see ScalarChecks. */
export interface ScalarSet {
  readonly key: number
  /** JSON, which is read a run at a time; empty where the summaries are not to be believed. */
  readonly checks: string
}

/** The summaries of so many runs are read before all else has a turn. */
const NAMES_AT_ONCE = 1_000

/** More names than this are not told to SQLite: all sets of the scope are read. */
const FEW_NAMES = 1_000

/** What keeps a statement to the sets `s` of some runs, where it is worth it. */
const among = (names: ReadonlyArray<string>): readonly [sql: string, params: ReadonlyArray<string>] =>
  names.length > FEW_NAMES ? ["", []] : ["AND s.name IN (SELECT value FROM json_each(?))", [JSON.stringify(names)]]

/** What is kept for runs, by the name of their directory; for many runs, of all runs of their scope. */
export const readSets = (
  sql: SqlClient,
  scope: string,
  names: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, ScalarSet>, SqlError> => {
  const [some, params] = among(names)
  const from = params.length === 0 ? "scalar_sets s NOT INDEXED" : "scalar_sets s"
  const where = { sql: `s.scope = ? ${some}`, params: [scope, ...params] }
  return Effect.map(
    readColumns(sql, ["name", "key", "checks"], from, where),
    ([found = [], keys, checks]) =>
      new Map(found.map((name, i) => [String(name), { key: Number(keys?.[i]), checks: String(checks?.[i]) }]))
  )
}

/**
 * The summaries that are kept of runs, by the name of their directory, at one moment. They are asked for by name: another guild that
 * reads a run again gives its set another key.
 */
export const readSummaries = (
  sql: SqlClient,
  scope: string,
  names: ReadonlyArray<string>
): Effect.Effect<ReadonlyMap<string, ReadonlyArray<ScalarSummary>>, SqlError> =>
  sql.withTransaction(
    Effect.gen(function* () {
      const found = new Map<string, Array<ScalarSummary>>()
      for (let from = 0; from < names.length; from += NAMES_AT_ONCE) {
        if (from > 0) yield* letOthers
        const rows = yield* sql.unsafe(
          `SELECT s.name, ${NAMES.map((name) => `r.${name}`).join(", ")}
          FROM scalar_sets s JOIN scalar_rows r ON r.scalar_set = s.key
          WHERE s.scope = ? AND s.name IN (SELECT value FROM json_each(?)) ORDER BY r.scalar_set, r.ordinal`,
          [scope, JSON.stringify(names.slice(from, from + NAMES_AT_ONCE))]
        ).values
        for (const row of rows) {
          const name = String(row[0])
          const known = found.get(name)
          if (known === undefined) found.set(name, [summaryOf(row)])
          else known.push(summaryOf(row))
        }
      }
      return found
    })
  )

/** The summaries of one run as they were read; `checks` is empty where they are not to be believed the next time. */
export interface ReadScalars {
  readonly name: string
  readonly checks: string
  readonly summaries: ReadonlyArray<ScalarSummary>
}

const cells = (summary: ScalarSummary): ReadonlyArray<Cell> => [
  ...COLUMNS.map(([, field]) => (Number.isNaN(summary[field]) ? null : summary[field])),
  scalarName(summary),
  String(summary.lastVal).toLowerCase()
]

/** Keeps summaries in place of those there were. Belongs into a transaction. */
export const writeSets = (
  sql: SqlClient,
  scope: string,
  read: ReadonlyArray<ReadScalars>
): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    if (read.length === 0) return
    const names = JSON.stringify(read.map(({ name }) => name))
    const listed = "scope = ? AND name IN (SELECT value FROM json_each(?))"
    yield* sql.unsafe(`DELETE FROM scalar_sets WHERE ${listed}`, [scope, names]).raw
    yield* insertRows(
      sql,
      "scalar_sets",
      ["scope", "name", "checks"],
      read.map(({ checks, name }) => [scope, name, checks])
    )
    const sets = yield* readSets(
      sql,
      scope,
      read.map(({ name }) => name)
    )
    yield* insertRows(
      sql,
      "scalar_rows",
      ["scalar_set", "ordinal", ...NAMES, "name", "folded"],
      read.flatMap(({ name, summaries }) => {
        const key = sets.get(name)?.key
        return key === undefined ? [] : summaries.map((summary, ordinal) => [key, ordinal, ...cells(summary)])
      })
    )
  })
