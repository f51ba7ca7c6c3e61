import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { runTime } from "../../domain/runs/RunOrder.ts"
import { commentBody } from "../../domain/runs/RunQueryMatch.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import type { RunStatus } from "../../domain/runs/RunStatus.ts"
import { statusName } from "../../domain/runs/RunStatus.ts"
import type { IndexedRun } from "./IndexedRun.ts"
import { STAMP_COLUMNS } from "./Schema.ts"
import type { Cell } from "./InsertRows.ts"
import { insertRows } from "./InsertRows.ts"
import { VALUE_COLUMNS, valueCells } from "./ValueCells.ts"
import { toPlain } from "./ValueJson.ts"

/** The number that a status carries: pid, exit code or signal. */
const statusDetail = (status: RunStatus): number | null =>
  status._tag === "Running"
    ? status.pid
    : status._tag === "Failed"
      ? status.exitCode
      : status._tag === "Terminated"
        ? status.signal
        : null

const RUN_COLUMNS: ReadonlyArray<readonly [column: string, of: (run: Run) => string | number | null]> = [
  ["id", (run) => run.id],
  ["pkg_type", (run) => run.opRef.pkgType],
  ["pkg_name", (run) => run.opRef.pkgName],
  ["pkg_version", (run) => run.opRef.pkgVersion],
  ["model_name", (run) => run.opRef.modelName],
  ["op_name", (run) => run.opRef.opName],
  [
    "proto",
    ({ protoOpRef: ref }) =>
      ref === undefined ? null : JSON.stringify([ref.pkgType, ref.pkgName, ref.pkgVersion, ref.modelName, ref.opName])
  ],
  ["operation", (run) => operationName(run.opRef, run.protoOpRef).full],
  ["status", (run) => statusName(run.status)],
  ["status_detail", (run) => statusDetail(run.status)],
  ["exit_status", (run) => run.exitStatus ?? null],
  ["initialized", (run) => run.initialized ?? null],
  ["started", (run) => run.started ?? null],
  ["stopped", (run) => run.stopped ?? null],
  ["time", (run) => runTime(run) ?? null],
  ["label", (run) => run.label],
  ["marked", (run) => (run.marked ? 1 : 0)],
  ["sourcecode_digest", (run) => run.sourcecodeDigest ?? null],
  ["is_batch", (run) => (run.isBatch ? 1 : 0)],
  ["folded_operation", (run) => operationName(run.opRef, run.protoOpRef).full.toLowerCase()],
  ["folded_model", (run) => run.opRef.modelName.toLowerCase()],
  ["damaged_attrs", (run) => (run.damagedAttrs === undefined ? null : JSON.stringify(run.damagedAttrs))]
]

const COLUMNS = [
  "name",
  "read_at",
  "settled",
  "is_run",
  ...RUN_COLUMNS.map(([column]) => column),
  "attr_names",
  ...STAMP_COLUMNS
] as const

const cells = ({
  attrNames,
  name,
  readAt,
  run,
  settled,
  stamps
}: IndexedRun): ReadonlyArray<string | number | null> => [
  name,
  readAt,
  settled ? 1 : 0,
  run === undefined ? 0 : 1,
  ...RUN_COLUMNS.map(([, of]) => (run === undefined ? null : of(run))),
  JSON.stringify(attrNames),
  ...stamps
]

/** The parameters of each statement here: the scope, and a JSON list with a list a row. */
const ARGS = "WITH args (scope, items) AS (SELECT ?, ?)"

/** A reading from further in the future than this was made before the clock was set back, and has no say. */
const CLOCK_STEP_US = 10_000_000

const UPSERT = `${ARGS} INSERT INTO run_rows (scope, ${COLUMNS.join(", ")})
  SELECT args.scope, ${COLUMNS.map((_, i) => `item.value ->> ${i}`).join(", ")}
  FROM args CROSS JOIN json_each(args.items) AS item WHERE true
  ON CONFLICT (scope, name) DO UPDATE SET
  ${COLUMNS.slice(1)
    .map((column) => `${column} = excluded.${column}`)
    .join(", ")}
  WHERE excluded.read_at >= run_rows.read_at OR run_rows.read_at > excluded.read_at + ${CLOCK_STEP_US}`

/** Rows of the batch that were taken: an older reading never replaces what another guild read later. */
const TAKEN = `${ARGS} SELECT run_rows.name, run_rows.key FROM args CROSS JOIN json_each(args.items) AS item
  CROSS JOIN run_rows ON run_rows.scope = args.scope AND run_rows.name = item.value ->> 0
    AND run_rows.read_at = item.value ->> 1`

/** Deletes the attributes of runs that have no file any more. */
const ATTRS_GONE = `DELETE FROM attribute_rows WHERE run IN (SELECT value FROM json_each(?)) AND name NOT IN (
  SELECT attr.value FROM run_rows r, json_each(coalesce(r.attr_names, '[]')) AS attr WHERE r.key = attribute_rows.run)`

/** What belongs to a run but may be there several times: the table, its columns, and a run's rows. */
const CHILDREN: ReadonlyArray<
  readonly [table: string, columns: ReadonlyArray<string>, rows: (run: Run) => ReadonlyArray<ReadonlyArray<Cell>>]
> = [
  [
    "flag_rows",
    ["ordinal", "name", ...VALUE_COLUMNS],
    (run) => Object.entries(run.flags).map(([name, value], i) => [i, name, ...valueCells(value)])
  ],
  ["tag_rows", ["ordinal", "tag"], (run) => run.tags.map((tag, i) => [i, tag])],
  [
    "comment_rows",
    ["ordinal", "body", "value"],
    (run) => run.comments.map((comment, i) => [i, commentBody(comment), JSON.stringify(toPlain(comment))])
  ]
]

/** Puts readings into the tables, with few statements a table. Belongs into a transaction. */
export const writeRuns = (
  sql: SqlClient,
  scope: string,
  readings: ReadonlyArray<IndexedRun>
): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    if (readings.length === 0) return
    yield* sql.unsafe(UPSERT, [scope, JSON.stringify(readings.map(cells))]).raw
    const names = JSON.stringify(readings.map(({ name, readAt }) => [name, readAt]))
    const taken = yield* sql.unsafe(TAKEN, [scope, names]).values
    const keys = new Map(taken.map(([name, key]) => [name, Number(key)]))
    const written = JSON.stringify([...keys.values()])
    // An attribute that is still there may be wanted by another guild, which looks at its stamp.
    yield* sql.unsafe(ATTRS_GONE, [written]).raw
    for (const [table, columns, rows] of CHILDREN) {
      yield* sql.unsafe(`DELETE FROM ${table} WHERE run IN (SELECT value FROM json_each(?))`, [written]).raw
      const items = readings.flatMap(({ name, run }) => {
        const key = keys.get(name)
        return run === undefined || key === undefined ? [] : rows(run).map((row) => [key, ...row])
      })
      yield* insertRows(sql, table, ["run", ...columns], items)
    }
  })

/** Forgets directories that are gone, unless another guild read them after `listedAt` (microseconds since the epoch). */
export const forgetRuns = (
  sql: SqlClient,
  scope: string,
  names: ReadonlyArray<string>,
  listedAt: number
): Effect.Effect<void, SqlError> => {
  const listed = "scope = ? AND name IN (SELECT value FROM json_each(?))"
  const params = [scope, JSON.stringify(names)]
  return Effect.gen(function* () {
    if (names.length === 0) return
    yield* sql.unsafe(`DELETE FROM run_rows WHERE ${listed} AND read_at <= ?`, [...params, listedAt]).raw
    yield* sql.unsafe(`DELETE FROM scalar_sets WHERE ${listed}`, params).raw
  })
}
