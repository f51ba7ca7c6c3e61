import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import { number, text } from "./Cells.ts"
import { ofNames } from "./CompileQuery.ts"
import type { Condition } from "./Condition.ts"
import type { Column } from "./ReadColumns.ts"
import { readColumns } from "./ReadColumns.ts"
import { ALL_ROWS, inOrder } from "./RowOrder.ts"
import type { Look, Stamped } from "./Stamps.ts"
import { ORDER } from "./Stamps.ts"

/** What the index believes about directories of a scope, a column at a time: they are many. */
export interface Known {
  /** Where each directory is in the columns. */
  readonly at: ReadonlyMap<string, number>
  readonly settled: Column
  /** Null for a directory that is no run. */
  readonly isBatch: Column
  readonly look: Look
  /** The stamps of what is looked at. */
  readonly stamps: ReadonlyMap<Stamped, Column>
}

const inScope = (scope: string): Condition => ({ sql: "scope = ?", params: [scope] })

const KNOWN = ["name", "settled", "is_batch"]

const knownFrom = (look: Look, columns: ReadonlyArray<Column>): Known => {
  const [names = [], settled = [], isBatch = [], ...stamps] = columns
  return {
    at: new Map(names.map((name, i) => [text(name), i])),
    settled,
    isBatch,
    look,
    stamps: new Map(look.stamped.map((what, i) => [what, stamps[i] ?? []]))
  }
}

/** Stamps that are looked at only where others are missing are left out for all other runs: reading them takes longer than asking. */
const knownColumns = ({ always, stamped, whole }: Look) => {
  const started = !whole && stamped.includes("started")
  const files = stamped.filter(
    (what) => !["guild", "attrs", "proto", ...(started ? ["initialized"] : [])].includes(what)
  )
  return [
    ...KNOWN,
    ...stamped.map((what) => {
      if (what === "guild" && !always.includes("guild")) return "iif(is_run = 0, stamp_guild, NULL)"
      if (what === "initialized" && started) return "iif(stamp_started IS NULL, stamp_initialized, NULL)"
      if (what !== "attrs" || always.includes("attrs")) return `stamp_${what}`
      return `iif(${files.map((file) => `stamp_${file} IS NULL`).join(" OR ") || "0"}, stamp_attrs, NULL)`
    })
  ]
}

/** What the index believes about all directories of a scope. */
export const readKnown = (sql: SqlClient, scope: string, look: Look): Effect.Effect<Known, SqlError> =>
  Effect.map(readColumns(sql, knownColumns(look), ALL_ROWS, inScope(scope)), (columns) => knownFrom(look, columns))

/**
 * What the index believes about the directories of a scope that hold runs of operations with these names, about those that hold no
 * run, and about those whose runs are read again at every look.
 */
export const readKnownOf = (
  sql: SqlClient,
  scope: string,
  look: Look,
  opNames: ReadonlyArray<string>
): Effect.Effect<Known, SqlError> => {
  const of = ofNames(opNames)
  const where: Condition = {
    sql: `key IN (SELECT key FROM run_rows WHERE scope = ? AND ${of.sql}
      UNION ALL SELECT key FROM run_rows WHERE scope = ? AND (settled = 0 OR is_run = 0))`,
    params: [scope, ...of.params, scope]
  }
  return Effect.map(readColumns(sql, knownColumns(look), "run_rows", where), (columns) => knownFrom(look, columns))
}

/** The names of all directories of a scope that the index knows. */
export const readNames = (sql: SqlClient, scope: string): Effect.Effect<ReadonlySet<string>, SqlError> =>
  Effect.map(readColumns(sql, ["name"], "run_rows", inScope(scope)), ([names = []]) => new Set(names.map(text)))

/** The keys of the rows for which a condition holds, in the order of lists, and what the index believes about that order. */
export const readMatching = (
  sql: SqlClient,
  where: Condition,
  markedFirst: boolean | undefined
): Effect.Effect<{ readonly keys: ReadonlyArray<number>; readonly known: Known }, SqlError> => {
  const columns = knownColumns(ORDER)
  return Effect.map(
    sql.unsafe(
      `SELECT ${[...columns, "key"].join(", ")} FROM ${ALL_ROWS} WHERE ${where.sql} ${inOrder(markedFirst)}`,
      where.params
    ).values,
    (rows) => ({
      keys: rows.map((row) => number(row.at(-1))),
      known: knownFrom(
        ORDER,
        columns.map((_, i) => rows.map((row) => row[i]))
      )
    })
  )
}
