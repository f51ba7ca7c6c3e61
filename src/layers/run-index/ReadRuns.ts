import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Data, Effect } from "effect"
import { OpRef } from "../../domain/OpRef.ts"
import type { Run, RunRef } from "../../domain/Run.ts"
import type { RunQuery } from "../../domain/RunQuery.ts"
import { RunStatus } from "../../domain/RunStatus.ts"
import type { Value } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import { compileQuery } from "./CompileQuery.ts"
import { STAMP_COLUMNS } from "./Schema.ts"
import type { Stamped } from "./Stamps.ts"
import { fromPlain } from "./ValueJson.ts"

/** A row of the index says something that guild never wrote. */
export class RowDamaged extends Data.TaggedError("RowDamaged")<{ readonly cause: unknown }> {}

type Cell = unknown

const text = (cell: Cell): string => (typeof cell === "string" ? cell : "")
const number = (cell: Cell): number => (typeof cell === "number" ? cell : 0)
const maybe = (cell: Cell): number | undefined => (typeof cell === "number" ? cell : undefined)
const stamp = (cell: Cell): number | null => (typeof cell === "number" ? cell : null)

const list = (cell: Cell): ReadonlyArray<unknown> => {
  const found: unknown = typeof cell === "string" ? JSON.parse(cell) : []
  return Array.isArray(found) ? found : []
}

/** What the index believes about a directory, as far as it was asked for. */
export interface Known {
  readonly settled: boolean
  readonly stamps: ReadonlyArray<number | null>
}

/** The stamps of every directory of a scope by its name, those that were asked for and in that order. */
export const readKnown = (
  sql: SqlClient,
  scope: string,
  stamped: ReadonlyArray<Stamped>
): Effect.Effect<Map<string, Known>, SqlError> => {
  const columns = stamped.map((what) => `stamp_${what}`).join(", ")
  return Effect.map(
    sql.unsafe(`SELECT name, settled, ${columns} FROM runs WHERE scope = ?`, [scope]).values,
    (rows) =>
      new Map(
        rows.map(([name, settled, ...stamps]) => [text(name), { settled: settled === 1, stamps: stamps.map(stamp) }])
      )
  )
}

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
  return [text(name), typeof value === "string" ? fromPlain(JSON.parse(value)) : null]
}

const together = (table: string, value: string) =>
  `(SELECT json_group_array(${value} ORDER BY ordinal) FROM ${table} WHERE run = runs.key)`

const COLUMNS = [
  "name, pkg_type, pkg_name, pkg_version, model_name, op_name, proto, status, status_detail, exit_status",
  "initialized, started, stopped, label, marked, sourcecode_digest, is_batch",
  together("flags", "json_array(name, value)"),
  together("tags", "tag"),
  together("comments", "value"),
  ...STAMP_COLUMNS
].join(", ")

/** A run as the index remembers it, with the name of its directory and all stamps. */
export interface RunRow {
  readonly name: string
  readonly stamps: ReadonlyArray<number | null>
  readonly run: Run
}

const rowOf =
  (refOf: (name: string) => RunRef) =>
  (cells: ReadonlyArray<Cell>): RunRow => {
    const [name, pkgType, pkgName, pkgVersion, modelName, opName, proto, status, detail, exitStatus, ...others] = cells
    const [initialized, started, stopped, label, marked, digest, isBatch, flags, tags, comments, ...stamps] = others
    return {
      name: text(name),
      stamps: stamps.map(stamp),
      run: {
        ...refOf(text(name)),
        opRef: opRefOf([pkgType, pkgName, pkgVersion, modelName, opName]),
        status: statusOf(text(status), number(detail)),
        exitStatus: maybe(exitStatus),
        initialized: maybe(initialized),
        started: maybe(started),
        stopped: maybe(stopped),
        label: text(label),
        marked: marked === 1,
        tags: list(tags).map(text),
        comments: list(comments).map((plain) => (typeof plain === "string" ? fromPlain(JSON.parse(plain)) : null)),
        flags: mapOf(list(flags).map(flagOf)),
        sourcecodeDigest: typeof digest === "string" ? digest : undefined,
        isBatch: isBatch === 1,
        ...(typeof proto === "string" ? { protoOpRef: opRefOf(list(proto)) } : {})
      }
    }
  }

/** The rows that a query answers with and how many match, of what the index holds at one moment. */
export const readRuns = (
  sql: SqlClient,
  scope: string,
  query: RunQuery,
  refOf: (name: string) => RunRef
): Effect.Effect<{ readonly rows: ReadonlyArray<RunRow>; readonly total: number }, SqlError | RowDamaged> => {
  const { params, sql: where } = compileQuery(scope, query)
  const limit = query.limit === undefined ? -1 : Math.max(0, query.limit)
  return sql.withTransaction(
    Effect.gen(function* () {
      const [counted] = yield* sql.unsafe(`SELECT count(*) FROM runs WHERE ${where}`, params).values
      const rows = yield* sql.unsafe(
        `SELECT ${COLUMNS} FROM runs WHERE ${where} ORDER BY time DESC NULLS LAST, id, name LIMIT ?`,
        [...params, limit]
      ).values
      return yield* Effect.try({
        try: () => ({ rows: rows.map(rowOf(refOf)), total: number(counted?.[0]) }),
        catch: (cause) => new RowDamaged({ cause })
      })
    })
  )
}
