import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Data, Effect } from "effect"
import { OpRef } from "../../domain/ops/OpRef.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { RunStatus } from "../../domain/runs/RunStatus.ts"
import type { Value } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import type { Condition } from "./Condition.ts"
import { ofNames } from "./CompileQuery.ts"
import { letOthers } from "./InChunks.ts"
import type { Column } from "./ReadColumns.ts"
import { readColumns } from "./ReadColumns.ts"
import { STAMP_COLUMNS } from "./Schema.ts"
import type { Look, Stamped } from "./Stamps.ts"
import { ORDER } from "./Stamps.ts"
import { fromPlain } from "./ValueJson.ts"

/** A row of the index says something that guild never wrote. */
export class RowDamaged extends Data.TaggedError("RowDamaged")<{ readonly cause: unknown }> {}

type Cell = unknown

const text = (cell: Cell): string => (typeof cell === "string" ? cell : "")
const number = (cell: Cell): number => (typeof cell === "number" ? cell : 0)
const maybe = (cell: Cell): number | undefined => (typeof cell === "number" ? cell : undefined)

/** A stamp as it stands in a row. */
export const stampCell = (cell: Cell): number | null => (typeof cell === "number" ? cell : null)

const list = (cell: Cell): ReadonlyArray<unknown> => {
  if (typeof cell !== "string" || cell === "[]") return []
  const found: unknown = JSON.parse(cell)
  return Array.isArray(found) ? found : []
}

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

/** All rows, one after the other. */
const ALL_ROWS = "run_rows NOT INDEXED"

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

const inOrder = (markedFirst: boolean | undefined): string =>
  `ORDER BY ${markedFirst === true ? "marked DESC, " : ""}time DESC NULLS LAST, id, name`

/** The directories for which a condition holds, in the order of lists, and what the index believes about that order. */
export const readMatching = (
  sql: SqlClient,
  where: Condition,
  markedFirst: boolean | undefined
): Effect.Effect<{ readonly names: ReadonlyArray<string>; readonly known: Known }, SqlError> => {
  const columns = knownColumns(ORDER)
  return Effect.map(
    sql.unsafe(`SELECT ${columns.join(", ")} FROM ${ALL_ROWS} WHERE ${where.sql} ${inOrder(markedFirst)}`, where.params)
      .values,
    (rows) => ({
      names: rows.map(([name]) => text(name)),
      known: knownFrom(
        ORDER,
        columns.map((_, i) => rows.map((row) => row[i]))
      )
    })
  )
}

/** The first directories for which a condition holds, in the order of lists, at most `limit`. */
export const readFirstNames = (
  sql: SqlClient,
  where: Condition,
  markedFirst: boolean | undefined,
  limit: number
): Effect.Effect<ReadonlyArray<string>, SqlError> =>
  Effect.map(
    sql.unsafe(`SELECT name FROM run_rows WHERE ${where.sql} ${inOrder(markedFirst)} LIMIT ?`, [...where.params, limit])
      .values,
    (rows) => rows.map(([name]) => text(name))
  )

const statusOf = (name: string, detail: number): RunStatus => {
  switch (name) {
    case "pending":
      return RunStatus.Pending()
    case "staged":
      return RunStatus.Staged()
    case "running":
      return RunStatus.Running({ pid: detail })
    case "completed":
      return RunStatus.Completed()
    case "terminated":
      return RunStatus.Terminated({ signal: detail })
    default:
      return RunStatus.Failed({ exitCode: detail })
  }
}

const opRefOf = (parts: ReadonlyArray<unknown>): OpRef => {
  const [pkgType, pkgName, pkgVersion, modelName, opName] = parts.map(text)
  return new OpRef({
    pkgType: pkgType ?? "",
    pkgName: pkgName ?? "",
    pkgVersion: pkgVersion ?? "",
    modelName: modelName ?? "",
    opName: opName ?? ""
  })
}

const flagOf = (pair: unknown): readonly [string, Value] => {
  const [name, value] = Array.isArray(pair) ? pair : []
  return [text(name), fromPlain(value)]
}

const together = (table: string, value: string) =>
  `(SELECT json_group_array(${value} ORDER BY ordinal) FROM ${table} WHERE run = run_rows.key)`

/** Their order is that in which `rowsOf` takes them apart. */
const COLUMNS = [
  "name, pkg_type, pkg_name, pkg_version, model_name, op_name, proto, status, status_detail, exit_status",
  "initialized, started, stopped, label, marked, sourcecode_digest, is_batch",
  together("flag_rows", "json_array(name, json(value))"),
  together("tag_rows", "tag"),
  together("comment_rows", "json(value)"),
  "damaged_attrs"
].join(", ")

const FIRST_STAMP = 21

type Row = ReadonlyArray<Cell>

/** A run as the index remembers it, with the name of its directory and, where asked for, all stamps in the order of `STAMPED`. */
export interface RunRow {
  readonly name: string
  readonly stamp: (position: number) => number | null
  readonly run: Run
}

/** Makes runs of rows. Most runs come from few operations, so their oprefs are made once. */
const rowsOf = (refOf: (name: string) => RunRef) => {
  const opRefs = new Map<string, OpRef>()
  const opRef = (parts: ReadonlyArray<unknown>): OpRef => {
    const key = parts.join("\0")
    const made = opRefs.get(key) ?? opRefOf(parts)
    opRefs.set(key, made)
    return made
  }
  return (row: Row): RunRow => {
    const name = text(row[0])
    const { dir, id } = refOf(name)
    return {
      name,
      stamp: (position) => stampCell(row[FIRST_STAMP + position]),
      run: {
        id,
        dir,
        opRef: opRef(row.slice(1, 6)),
        status: statusOf(text(row[7]), number(row[8])),
        exitStatus: maybe(row[9]),
        initialized: maybe(row[10]),
        started: maybe(row[11]),
        stopped: maybe(row[12]),
        label: text(row[13]),
        marked: row[14] === 1,
        sourcecodeDigest: typeof row[15] === "string" ? row[15] : undefined,
        isBatch: row[16] === 1,
        flags: mapOf(list(row[17]).map(flagOf)),
        tags: list(row[18]).map(text),
        comments: list(row[19]).map(fromPlain),
        ...(typeof row[20] === "string" ? { damagedAttrs: list(row[20]).map(text) } : {}),
        ...(typeof row[6] === "string" ? { protoOpRef: opRef(list(row[6])) } : {})
      }
    }
  }
}

interface RowsWanted {
  readonly where: Condition
  readonly limit: number | undefined
  readonly markedFirst?: boolean | undefined
  /** Whether rows come with their stamps. */
  readonly stamps: boolean
}

/** The index on time gives rows in the order of lists; in any other order, and to count them, it would only lead through all. */
const rowsFor = (markedFirst: boolean | undefined): string => (markedFirst === true ? ALL_ROWS : "run_rows")

/** So many rows are made runs of before all else has a turn. */
const ROWS_AT_ONCE = 1_000

/** The first rows for which a condition holds and how many there are, of what the index holds at one moment. */
export const readRuns = (
  sql: SqlClient,
  { limit, markedFirst, stamps, where }: RowsWanted,
  refOf: (name: string) => RunRef
): Effect.Effect<{ readonly rows: ReadonlyArray<RunRow>; readonly total: number }, SqlError | RowDamaged> => {
  const rowOf = rowsOf(refOf)
  const columns = [COLUMNS, ...(stamps ? STAMP_COLUMNS : []), "key"].join(", ")
  return sql.withTransaction(
    Effect.gen(function* () {
      const found = yield* sql.unsafe(
        `SELECT key FROM ${rowsFor(markedFirst)} WHERE ${where.sql} ${inOrder(markedFirst)} LIMIT ?`,
        [...where.params, limit === undefined ? -1 : Math.max(0, limit)]
      ).values
      const keys = found.map(([key]) => number(key))
      const made = new Map<number, RunRow>()
      for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
        if (from > 0) yield* letOthers
        const some = JSON.stringify(keys.slice(from, from + ROWS_AT_ONCE))
        const rows = yield* sql.unsafe(
          `SELECT ${columns} FROM run_rows WHERE key IN (SELECT value FROM json_each(?))`,
          [some]
        ).values
        yield* Effect.try({
          try: () => {
            for (const row of rows) made.set(number(row.at(-1)), rowOf(row))
          },
          catch: (cause) => new RowDamaged({ cause })
        })
      }
      const rows = keys.flatMap((key) => made.get(key) ?? [])
      if (limit === undefined) return { rows, total: rows.length }
      const [counted] = yield* sql.unsafe(`SELECT count(*) FROM ${ALL_ROWS} WHERE ${where.sql}`, where.params).values
      return { rows, total: number(counted?.[0]) }
    })
  )
}
