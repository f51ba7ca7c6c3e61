import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Data, Effect } from "effect"
import { OpRef } from "../../domain/ops/OpRef.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import { RunStatus } from "../../domain/runs/RunStatus.ts"
import type { Value } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import type { Cell } from "./Cells.ts"
import { list, maybe, number, stampCell, text } from "./Cells.ts"
import type { Condition } from "./Condition.ts"
import { letOthers } from "./InChunks.ts"
import { ALL_ROWS, inOrder } from "./RowOrder.ts"
import { STAMP_COLUMNS } from "./Schema.ts"
import { fromPlain } from "./ValueJson.ts"

/** A row of the index says something that guild never wrote. */
export class RowDamaged extends Data.TaggedError("RowDamaged")<{ readonly cause: unknown }> {}

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

const readKeys = (
  sql: SqlClient,
  from: string,
  where: Condition,
  markedFirst: boolean | undefined,
  limit: number
): Effect.Effect<ReadonlyArray<number>, SqlError> =>
  Effect.map(
    sql.unsafe(`SELECT key FROM ${from} WHERE ${where.sql} ${inOrder(markedFirst)} LIMIT ?`, [...where.params, limit])
      .values,
    (rows) => rows.map(([key]) => number(key))
  )

/** The keys of the first rows for which a condition holds, in the order of lists, at most `limit`. */
export const readFirstKeys = (
  sql: SqlClient,
  where: Condition,
  markedFirst: boolean | undefined,
  limit: number
): Effect.Effect<ReadonlyArray<number>, SqlError> => readKeys(sql, "run_rows", where, markedFirst, limit)

/** So many rows are made runs of before all else has a turn. */
const ROWS_AT_ONCE = 1_000

/** The rows with some keys, in the order of the keys; those that are gone are left out. */
export const readRows = (
  sql: SqlClient,
  keys: ReadonlyArray<number>,
  { stamps }: { readonly stamps: boolean },
  refOf: (name: string) => RunRef
): Effect.Effect<ReadonlyArray<RunRow>, SqlError | RowDamaged> => {
  const rowOf = rowsOf(refOf)
  const columns = [COLUMNS, ...(stamps ? STAMP_COLUMNS : []), "key"].join(", ")
  return Effect.gen(function* () {
    const made = new Map<number, RunRow>()
    for (let from = 0; from < keys.length; from += ROWS_AT_ONCE) {
      if (from > 0) yield* letOthers
      const some = JSON.stringify(keys.slice(from, from + ROWS_AT_ONCE))
      const rows = yield* sql.unsafe(`SELECT ${columns} FROM run_rows WHERE key IN (SELECT value FROM json_each(?))`, [
        some
      ]).values
      yield* Effect.try({
        try: () => {
          for (const row of rows) made.set(number(row.at(-1)), rowOf(row))
        },
        catch: (cause) => new RowDamaged({ cause })
      })
    }
    return keys.flatMap((key) => made.get(key) ?? [])
  })
}

/** The index on time gives rows in the order of lists; in any other order, and to count them, it would only lead through all. */
const rowsFor = (markedFirst: boolean | undefined): string => (markedFirst === true ? ALL_ROWS : "run_rows")

interface RowsWanted {
  readonly where: Condition
  readonly limit: number | undefined
  readonly markedFirst?: boolean | undefined
  /** Whether rows come with their stamps. */
  readonly stamps: boolean
}

/** The first rows for which a condition holds and how many there are, of what the index holds at one moment. */
export const readRuns = (
  sql: SqlClient,
  { limit, markedFirst, stamps, where }: RowsWanted,
  refOf: (name: string) => RunRef
): Effect.Effect<{ readonly rows: ReadonlyArray<RunRow>; readonly total: number }, SqlError | RowDamaged> =>
  sql.withTransaction(
    Effect.gen(function* () {
      const most = limit === undefined ? -1 : Math.max(0, limit)
      const keys = yield* readKeys(sql, rowsFor(markedFirst), where, markedFirst, most)
      const rows = yield* readRows(sql, keys, { stamps }, refOf)
      if (limit === undefined) return { rows, total: rows.length }
      const [counted] = yield* sql.unsafe(`SELECT count(*) FROM ${ALL_ROWS} WHERE ${where.sql}`, where.params).values
      return { rows, total: number(counted?.[0]) }
    })
  )
