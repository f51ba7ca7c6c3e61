import type { FilterExpr, FilterRef } from "../../domain/filter/FilterExpr.ts"
import { isDerived } from "../../domain/filter/RunSubject.ts"
import type { MaybeCondition } from "./CompileValue.ts"
import { comparedTo, containing, equalTo, joinAll } from "./CompileValue.ts"
import type { Condition } from "./Condition.ts"
import { ALWAYS, not } from "./Condition.ts"

/** What a derived attribute is, as a row with the columns of ValueCells, of the run that is looked at. */
const DERIVED: Readonly<Record<string, string>> = {
  id: "SELECT 'text' AS kind, NULL AS num, run_rows.id AS text, lower(run_rows.id) AS folded, '' AS value",
  op: "SELECT 'text' AS kind, NULL AS num, run_rows.operation AS text, run_rows.folded_operation AS folded, '' AS value",
  operation:
    "SELECT 'text' AS kind, NULL AS num, run_rows.operation AS text, run_rows.folded_operation AS folded, '' AS value",
  model:
    "SELECT 'text' AS kind, NULL AS num, run_rows.model_name AS text, run_rows.folded_model AS folded, '' AS value",
  status: "SELECT 'text' AS kind, NULL AS num, run_rows.status AS text, run_rows.status AS folded, '' AS value",
  marked: `SELECT 'bool' AS kind, run_rows.marked AS num, NULL AS text,
    CASE run_rows.marked WHEN 1 THEN 'true' ELSE 'false' END AS folded, '' AS value`,
  tags: `SELECT 'list' AS kind, NULL AS num, NULL AS text, NULL AS folded,
    (SELECT json_group_array(tag) FROM tag_rows WHERE run = run_rows.key) AS value`
}

const within = (sql: string, params: ReadonlyArray<string>, condition: Condition): Condition => ({
  sql: sql.replace("{}", () => condition.sql),
  params: [...params, ...condition.params]
})

const inAttrs = (name: string, condition: Condition): Condition =>
  isDerived(name)
    ? { sql: `EXISTS (SELECT 1 FROM (${DERIVED[name] ?? ""}) AS v WHERE ${condition.sql})`, params: condition.params }
    : within(
        "run_rows.key IN (SELECT v.run FROM attribute_rows v WHERE v.name = ? AND v.damaged = 0 AND {})",
        [name],
        condition
      )

const inFlags = (name: string, condition: Condition): Condition =>
  within("run_rows.key IN (SELECT v.run FROM flag_rows v WHERE v.name = ? AND {})", [name], condition)

/**
 * A scalar of this name, else one with this tag under the first prefix; its value is the last. Of a group with one `min` SQLite
 * gives the other columns of the row that has it.
 */
const SCALAR = `run_rows.name IN (SELECT s.name FROM (
    SELECT scalar_set, min((name <> ?) * 2147483648 + ordinal), 'number' AS kind, last_val AS num, NULL AS text, folded,
      '' AS value
    FROM scalar_rows WHERE name = ? OR tag = ? GROUP BY scalar_set
  ) AS v JOIN scalar_sets s ON s.key = v.scalar_set WHERE s.scope = ? AND {})`

/** Names that mean nothing else as a regular expression. */
const isPlain = (name: string): boolean => !/[\\^$.|?*+()[\]{}]/.test(name)

const inScalars = (scope: string, name: string, condition: Condition): MaybeCondition =>
  isPlain(name) ? within(SCALAR, [name, name, name, scope], condition) : undefined

/** Holds where what a name stands for meets a condition: an attribute, else a flag, else a scalar. */
const lookUp = (scope: string, { kind, name }: FilterRef, condition: MaybeCondition): MaybeCondition => {
  if (condition === undefined) return undefined
  if (kind === "attr") return inAttrs(name, condition)
  if (kind === "flag") return inFlags(name, condition)
  if (kind === "scalar") return inScalars(scope, name, condition)
  if (isDerived(name)) return inAttrs(name, condition)
  return joinAll("OR", [
    inAttrs(name, condition),
    joinAll("AND", [
      not(inAttrs(name, ALWAYS)),
      joinAll("OR", [
        inFlags(name, condition),
        joinAll("AND", [not(inFlags(name, ALWAYS)), inScalars(scope, name, condition)])
      ])
    ])
  ])
}

const negated = (condition: MaybeCondition): MaybeCondition => (condition === undefined ? undefined : not(condition))

/**
 * The condition on `run_rows` that holds for exactly the runs that a filter expression holds for; every value in it is bound.
 * Undefined where SQL has no words for the expression: maps, integers beyond 2^53 in lists, names that are patterns. The
 * attributes and scalars that it names have to be in the index.
 */
export const compileFilter = (scope: string, expr: FilterExpr): MaybeCondition => {
  switch (expr.kind) {
    case "and":
      return joinAll("AND", [compileFilter(scope, expr.left), compileFilter(scope, expr.right)])
    case "or":
      return joinAll("OR", [compileFilter(scope, expr.left), compileFilter(scope, expr.right)])
    case "not":
      return negated(compileFilter(scope, expr.expr))
    case "undefined":
      return negated(lookUp(scope, expr.ref, ALWAYS))
    case "in":
      return lookUp(scope, expr.ref, joinAll("OR", expr.values.map(equalTo)))
    case "contains":
      return lookUp(scope, expr.ref, containing(expr.value))
    case "compare":
      return lookUp(scope, expr.ref, comparedTo(expr.op, expr.value))
  }
}
