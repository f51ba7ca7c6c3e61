import { isWholeId } from "../../domain/runs/RunId.ts"
import type { RunQuery } from "../../domain/runs/RunQuery.ts"
import { operationPattern } from "../../domain/runs/RunQueryOperation.ts"
import { compileFilter } from "./CompileFilter.ts"
import type { MaybeCondition } from "./CompileValue.ts"
import { joinAll } from "./CompileValue.ts"
import type { Condition } from "./Condition.ts"
import { ALWAYS, join } from "./Condition.ts"

const contains = (column: string, text: string): Condition => ({ sql: `instr(${column}, ?) > 0`, params: [text] })

/** The first place of a text is the beginning exactly where the column begins with it. */
const beginsWith = (column: string, text: string): Condition => ({ sql: `instr(${column}, ?) = 1`, params: [text] })

/** `*` stays what it is in GLOB; its other special characters stand for themselves. */
const glob = (column: string, pattern: string): Condition => ({
  sql: `${column} GLOB ?`,
  params: [pattern.replace(/[?[]/g, "[$&]")]
})

const operation = (text: string): Condition => {
  const pattern = operationPattern(text)
  if (pattern.kind === "text") return contains("operation", pattern.text)
  const pkg = "CASE pkg_type WHEN 'package' THEN pkg_name ELSE '' END"
  return join("AND", [
    ...(pattern.pkg === undefined ? [] : [glob(pkg, pattern.pkg)]),
    ...(pattern.model === undefined ? [] : [glob("model_name", pattern.model)]),
    glob("op_name", pattern.op)
  ])
}

const label = (text: string): Condition => (text === "-" ? { sql: "label = ''", params: [] } : contains("label", text))

const child = (table: string, condition: Condition): Condition => ({
  sql: `EXISTS (SELECT 1 FROM ${table} WHERE ${table}.run = run_rows.key AND ${condition.sql})`,
  params: condition.params
})

const anyOf = <A>(wanted: ReadonlyArray<A>, condition: (item: A) => Condition): ReadonlyArray<Condition> =>
  wanted.length === 0 ? [] : [join("OR", wanted.map(condition))]

const equals = (column: string, value: string | number): Condition => ({ sql: `${column} = ?`, params: [value] })

const bound = (operator: ">=" | "<", value: number | undefined): ReadonlyArray<Condition> =>
  value === undefined ? [] : [{ sql: `time ${operator} ?`, params: [value] }]

/** Holds for the rows of operations with one of these names. */
export const ofNames = (opNames: ReadonlyArray<string>): Condition => ({
  sql: `op_name IN (${opNames.map(() => "?").join(", ")})`,
  params: opNames
})

const withId = (wanted: string): Condition => (isWholeId(wanted) ? equals("id", wanted) : beginsWith("id", wanted))

/** Holds for every run of a scope. */
export const runsOf = (scope: string): Condition =>
  join("AND", [equals("scope", scope), { sql: "is_run = 1", params: [] }])

/**
 * The condition on `run_rows` that holds for exactly the runs of a scope that a query means. `limit` has no say. Undefined
 * where the query's filter has no SQL.
 */
export const compileQuery = (scope: string, query: RunQuery): MaybeCondition =>
  joinAll("AND", [
    runsOf(scope),
    ...(query.opNames === undefined ? [] : [ofNames(query.opNames)]),
    ...anyOf(query.operations, operation),
    ...anyOf(query.labels, label),
    ...(query.unlabeled ? [{ sql: "label = ''", params: [] }] : []),
    ...(query.marked === undefined ? [] : [equals("marked", query.marked ? 1 : 0)]),
    ...anyOf(query.tags, (tag) => child("tag_rows", equals("tag", tag))),
    ...anyOf(query.comments, (text) => child("comment_rows", contains("body", text))),
    ...(query.started === undefined
      ? []
      : [{ sql: "time IS NOT NULL", params: [] }, ...bound(">=", query.started.from), ...bound("<", query.started.to)]),
    ...(query.digest === undefined ? [] : [beginsWith("coalesce(sourcecode_digest, '')", query.digest)]),
    ...anyOf(query.statuses, (status) => equals("status", status)),
    ...query.notStatuses.map((status) => ({ sql: "status <> ?", params: [status] })),
    ...(query.idPrefix === undefined ? [] : [withId(query.idPrefix)]),
    query.filter === undefined ? ALWAYS : compileFilter(scope, query.filter)
  ])
