import type { Run } from "../runs/Run.ts"
import { statusName } from "../runs/RunStatus.ts"
import { formatDuration } from "../runs/RunTime.ts"
import { shortId } from "../runs/RunId.ts"
import type { ScalarSummary } from "../scalars/Scalar.ts"
import { pyRepr } from "../text/PyRepr.ts"
import type { Value, ValueMap } from "../Value.ts"
import { float, isList, mapOf } from "../Value.ts"
import { utcTime } from "./RunFilters.ts"

type Rows = ReadonlyArray<ReadonlyArray<string>>

/** Names and values of `run.yml`, in its order: what is public of a run. Its environment and its directory are not. */
export const runInfo = (
  run: Run,
  operation: string,
  attrs: ReadonlyMap<string, Value>
): ReadonlyArray<readonly [name: string, value: Value]> => {
  const cmd = attrs.get("cmd") ?? null
  return [
    ["id", run.id],
    ["operation", operation],
    ["status", statusName(run.status)],
    ["started", utcTime(run.started)],
    ["stopped", utcTime(run.stopped)],
    ["time", formatDuration(run.started, run.stopped)],
    ["marked", run.marked ? "yes" : "no"],
    ["label", run.label],
    [
      "command",
      isList(cmd)
        ? cmd.map((word) => (/[\s"]|^$/.test(String(word)) ? JSON.stringify(String(word)) : String(word))).join(" ")
        : ""
    ],
    ["exit_status", run.exitStatus ?? ""]
  ]
}

/** `run` as templates see it. */
export const runVariables = (run: Run, info: ReadonlyArray<readonly [string, Value]>): ValueMap =>
  mapOf([
    ...info,
    ["short_id", shortId(run.id)],
    ["model", run.opRef.modelName],
    ["op_name", run.opRef.opName],
    ["tags", run.tags],
    ["flags", run.flags]
  ])

const number = (value: number): string => pyRepr(float(value))

/** Rows of `scalars.csv`, the names of the columns first. */
export const scalarRows = (scalars: ReadonlyArray<ScalarSummary>): Rows => [
  "prefix,tag,count,total,avg_val,first_val,first_step,last_val,last_step,min_val,min_step,max_val,max_step".split(","),
  ...scalars.map((s) => [
    s.prefix === ".guild" ? "" : s.prefix,
    s.tag,
    String(s.count),
    number(s.total),
    number(s.avgVal),
    number(s.firstVal),
    String(s.firstStep),
    number(s.lastVal),
    String(s.lastStep),
    number(s.minVal),
    String(s.minStep),
    number(s.maxVal),
    String(s.maxStep)
  ])
]

/** Rows of `runfiles.csv` and `sourcecode.csv`, the names of the columns first. */
export const fileRows = (
  files: ReadonlyArray<{
    readonly path: string
    readonly type: string
    readonly size: number | undefined
    readonly mtime: number | undefined
    readonly md5: string
  }>
): Rows => [
  ["path", "type", "size", "mtime", "md5"],
  ...files.map(({ md5, mtime, path, size, type }) => [path, type, String(size ?? ""), String(mtime ?? ""), md5])
]

const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** Rows as CSV with RFC 4180 quoting. */
export const csvLines = (rows: Rows): string => rows.map((row) => `${row.map(field).join(",")}\n`).join("")
