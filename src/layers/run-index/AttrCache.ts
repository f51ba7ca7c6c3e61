import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import { Effect, Either } from "effect"
import { readFileSync } from "node:fs"
import { basename } from "node:path"
import { ATTRS_DIR } from "../../domain/runs/RunLayout.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { Value } from "../../domain/Value.ts"
import { parseAttr } from "../run-store/ReadRunDir.ts"
import type { Cell } from "./InsertRows.ts"
import { insertRows } from "./InsertRows.ts"
import { attrIn } from "./AttrFile.ts"
import { inChunks } from "./InChunks.ts"
import { makeChecks } from "./Checks.ts"
import { failingOf } from "./FailingChecks.ts"
import { settledStampAt } from "./Stamps.ts"
import { VALUE_COLUMNS, valueCells } from "./ValueCells.ts"
import { fromPlain } from "./ValueJson.ts"

/** Which attributes of a scope's runs; the environment of a run is kept only where somebody asks for it by name. */
export interface AttrsWanted {
  readonly scope: string
  /** The directory of the scope. */
  readonly root: string
  /** Nothing means all. */
  readonly attrs: ReadonlyArray<string> | undefined
  /** Directories of runs; nothing means all. */
  readonly names: ReadonlyArray<string> | undefined
}

/** Many runs of one operation have attributes in common: equal texts are parsed once. */
const reader = () => {
  const parsed = new Map<string, Value | undefined>()
  return (path: string): Value | undefined => {
    try {
      const text = readFileSync(path, "utf8")
      if (!parsed.has(text)) parsed.set(text, Either.getOrUndefined(parseAttr(text)))
      return parsed.get(text)
    } catch {
      return undefined
    }
  }
}

const among = (column: string, values: ReadonlyArray<string> | undefined): readonly [string, ReadonlyArray<string>] =>
  values === undefined ? ["", []] : [`AND ${column} IN (SELECT value FROM json_each(?))`, [JSON.stringify(values)]]

/** A part of the JSON of names that is there where one of the names is; it spares taking the JSON of most runs apart. */
const mentioned = (attrs: ReadonlyArray<string> | undefined): readonly [string, ReadonlyArray<string>] =>
  attrs === undefined
    ? ["", []]
    : [
        `AND (${attrs.map(() => "instr(r.attr_names, ?) > 0").join(" OR ") || "0"})`,
        attrs.map((name) => JSON.stringify(name))
      ]

const NO_ENV = "AND attr.value <> 'env'"

/** Reads the attributes again whose files are not as the index has them. The runs themselves have to be up to date. */
export const refreshAttrs = (
  sql: SqlClient,
  { attrs, names, root, scope }: AttrsWanted
): Effect.Effect<void, SqlError> =>
  Effect.gen(function* () {
    const [someMention, mentions] = mentioned(attrs)
    const [ofRuns, runNames] = among("r.name", names)
    const [ofAttrs, attrNames] = among("attr.value", attrs)
    const known = yield* sql.unsafe(
      `SELECT r.key, r.name, attr.value, v.stamp FROM run_rows r ${names === undefined ? "NOT INDEXED" : ""} JOIN json_each(r.attr_names) AS attr
        LEFT JOIN attribute_rows v ON v.run = r.key AND v.name = attr.value
        WHERE r.scope = ? AND r.is_run = 1 ${someMention} ${ofRuns} ${ofAttrs} ${attrs === undefined ? NO_ENV : ""}`,
      [scope, ...mentions, ...runNames, ...attrNames]
    ).values
    const fileOf = (attr: unknown) => `${ATTRS_DIR}/${String(attr)}`
    const checks = makeChecks(known.map(([, name]) => String(name)))
    for (const [i, [, , attr, stamp]] of known.entries())
      if (typeof stamp === "number") checks.add(i, checks.file(fileOf(attr)), stamp)
    const failed = yield* failingOf(root, checks)
    const now = Date.now()
    const read = reader()
    const rows = yield* inChunks(known, ([key, name, attr, stamp], i): ReadonlyArray<Cell> | undefined => {
      if (stamp !== null && failed[i] !== 1) return undefined
      const path = `${root}/${String(name)}/${fileOf(attr)}`
      const settled = settledStampAt(path, now) ?? null
      const value = read(path)
      return [Number(key), String(attr), settled, value === undefined ? 1 : 0, ...valueCells(value ?? null)]
    })
    const changed = rows.filter((row) => row !== undefined)
    if (changed.length === 0) return
    const columns = ["run", "name", "stamp", "damaged", ...VALUE_COLUMNS]
    yield* sql.withTransaction(insertRows(sql, "attribute_rows", columns, changed))
  })

/** The values of one attribute, by the name of the run's directory; runs without it, or with a damaged one, are left out. */
export const readAttrs = (
  sql: SqlClient,
  scope: string,
  attr: string
): Effect.Effect<ReadonlyMap<string, Value>, SqlError> =>
  Effect.map(
    sql.unsafe(
      `SELECT r.name, v.value FROM attribute_rows v JOIN run_rows r ON r.key = v.run
        WHERE r.scope = ? AND v.name = ? AND v.damaged = 0`,
      [scope, attr]
    ).values,
    (rows) => {
      const parsed = new Map<string, Value>()
      return new Map(
        rows.map(([name, cell]) => {
          const text = String(cell)
          const value = parsed.get(text) ?? fromPlain(JSON.parse(text))
          parsed.set(text, value)
          return [String(name), value]
        })
      )
    }
  )

/** Which of these runs have an attribute, going by the index; nothing for a run that it does not know as it is. */
const holders = (sql: SqlClient, scope: string, root: string, names: ReadonlyArray<string>, attr: string) =>
  Effect.gen(function* () {
    const rows = yield* sql.unsafe(
      `SELECT name, stamp_attrs, instr(attr_names, ?) > 0 FROM run_rows
        WHERE scope = ? AND settled = 1 AND is_run = 1 AND name IN (SELECT value FROM json_each(?))`,
      [JSON.stringify(attr), scope, JSON.stringify(names)]
    ).values
    const known = new Map(rows.map((row) => [String(row[0]), row]))
    const checks = makeChecks(names)
    const attrs = checks.file(ATTRS_DIR)
    for (const [i, name] of names.entries()) {
      const stamp = known.get(name)?.[1]
      if (typeof stamp === "number") checks.add(i, attrs, stamp)
    }
    const failed = yield* failingOf(root, checks)
    return names.map((name, i) => {
      const found = known.get(name)
      return typeof found?.[1] !== "number" || failed[i] === 1 ? undefined : found[2] === 1
    })
  })

/** One attribute of runs of one scope, in their order; undefined where it is missing or damaged. */
export const attrsThrough = (
  sql: SqlClient,
  scope: string,
  root: string,
  runs: ReadonlyArray<RunRef>,
  attr: string
): Effect.Effect<ReadonlyArray<Value | undefined>, SqlError> =>
  Effect.gen(function* () {
    const all = runs.map(({ dir }) => basename(dir))
    const has = yield* holders(sql, scope, root, all, attr)
    const names = all.filter((_, i) => has[i] === true)
    if (names.length > 0) yield* refreshAttrs(sql, { scope, root, attrs: [attr], names })
    const values = names.length > 0 ? yield* readAttrs(sql, scope, attr) : new Map<string, Value>()
    // What another guild threw away meanwhile is asked of its file.
    return runs.map((run, i) => {
      if (has[i] === false) return undefined
      return (has[i] === true ? values.get(all[i] ?? "") : undefined) ?? attrIn(run, attr)
    })
  })
