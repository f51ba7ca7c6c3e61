import { Clock, Effect, Either } from "effect"
import type { ColSpec, ColSpecError } from "../domain/compare/ColSpec.ts"
import { parseColSpecs } from "../domain/compare/ColSpec.ts"
import type { CompareOptions, CompareRun, CompareTable } from "../domain/compare/CompareTable.ts"
import { growTable, sortKey } from "../domain/compare/CompareTable.ts"
import type { Place } from "../domain/ops/OpDesc.ts"
import type { OpRef } from "../domain/ops/OpRef.ts"
import { opDesc } from "../domain/ops/OpDesc.ts"
import type { Run } from "../domain/runs/Run.ts"
import { shortId } from "../domain/runs/RunId.ts"
import { statusName } from "../domain/runs/RunStatus.ts"
import { formatDuration, formatTimestamp } from "../domain/runs/RunTime.ts"
import type { Value } from "../domain/Value.ts"
import { isList, toNumber } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { RunIndex } from "../services/RunIndex.ts"
import { Terminal } from "../services/Terminal.ts"
import { inSlices } from "./InSlices.ts"

export interface CompareRequest {
  readonly cols: string | undefined
  readonly strictCols: string | undefined
  readonly min: string | undefined
  readonly max: string | undefined
  readonly limit: number | undefined
  readonly extraCols: boolean
  readonly skipCore: boolean
  readonly skipOpColumns: boolean
  readonly skipUnchanged: boolean
  readonly allScalars: boolean
}

const attr = (name: string): ColSpec => ({ kind: "attr", name, as: undefined })

/** Rows are told apart by their run in every table. */
const runColumn = attr("run")

const coreColumns = [runColumn, ...["operation", "started", "time", "status", "label"].map(attr)]

const specs = (text: string | undefined): Either.Either<ReadonlyArray<ColSpec>, ColSpecError> =>
  text === undefined ? Either.right([]) : parseColSpecs(text)

/** Reads a list of columns; what cannot be read is left out, and its messages are given. */
const readColumns = (attribute: Value | undefined) => {
  if (attribute === undefined || !isList(attribute)) return { columns: undefined, problems: [] }
  const parsed = attribute.map((item) => parseColSpecs(String(item)))
  return {
    columns: parsed.flatMap((each) => (Either.isRight(each) ? each.right : [])),
    problems: parsed.flatMap((each) => (Either.isLeft(each) ? [each.left.message] : []))
  }
}

/** The columns that the runs' operations ask for. What cannot be read is said once for all runs that have it. */
const opColumns = (runs: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    const attributes = yield* (yield* RunIndex).attrOf(runs, "compare")
    const terminal = yield* Terminal
    const read = new Map<Value | undefined, ReturnType<typeof readColumns>>()
    const said = new Set<string>()
    for (const [i, run] of runs.entries()) {
      const attribute = attributes[i]
      if (read.has(attribute)) continue
      const columns = readColumns(attribute)
      read.set(attribute, columns)
      for (const problem of columns.problems) {
        if (!said.has(problem)) yield* terminal.warn(`${problem} (compare of ${shortId(run.id)})`)
        said.add(problem)
      }
    }
    return attributes.map((attribute) => read.get(attribute)?.columns)
  })

const CORE = ["run", "id", "operation", "started", "stopped", "time", "status", "label", "sourcecode"]

/** Attributes that are not core and that a column names, of all runs, by name. */
const otherAttrs = (runs: ReadonlyArray<Run>, columns: ReadonlyArray<ColSpec>) =>
  Effect.gen(function* () {
    const index = yield* RunIndex
    const names = columns.flatMap((column) =>
      column.kind === "attr" && !CORE.includes(column.name) ? column.name : []
    )
    const pairs = yield* Effect.forEach([...new Set(names)], (name) =>
      Effect.map(index.attrOf(runs, name), (values) => [name, values] as const)
    )
    return new Map(pairs)
  })

/** Names operations as lists do; most runs come from few. */
const descriptions = (place: Place) => {
  const known = new Map<OpRef, string>()
  return (run: Run): string => {
    if (run.protoOpRef !== undefined) return opDesc(run, place)
    const found = known.get(run.opRef) ?? opDesc(run, place)
    known.set(run.opRef, found)
    return found
  }
}

/** A core attribute of a run as a cell shows it at `now`, microseconds since the epoch: what is running took the time until now. */
const coreAttr = (run: Run, name: string, operation: (run: Run) => string, now: number): Value | undefined => {
  switch (name) {
    case "run":
      return shortId(run.id)
    case "id":
      return run.id
    case "operation":
      return operation(run)
    case "started":
      return formatTimestamp(run.started)
    case "stopped":
      return formatTimestamp(run.stopped)
    case "time":
      return formatDuration(run.started, run.status._tag === "Running" ? now : run.stopped)
    case "status":
      return statusName(run.status)
    case "label":
      return run.label
    case "sourcecode":
      return run.sourcecodeDigest === undefined ? "" : shortId(run.sourcecodeDigest)
    default:
      return undefined
  }
}

const byValue = (a: Value | undefined, b: Value | undefined, direction: 1 | -1): number => {
  if (a === undefined || a === null) return b === undefined || b === null ? 0 : 1
  if (b === undefined || b === null) return -1
  const [x, y] = [toNumber(a), toNumber(b)]
  if (x !== undefined && y !== undefined) return Number.isNaN(x) ? 1 : Number.isNaN(y) ? -1 : direction * (x - y)
  if (x !== undefined) return -1
  if (y !== undefined) return 1
  const [s, t] = [String(a), String(b)]
  return s < t ? -direction : s > t ? direction : 0
}

/** Runs with the lowest (or highest) value of a column first; those without one last; equal ones in their order. */
export const sortRuns = <R extends CompareRun>(
  runs: ReadonlyArray<R>,
  column: ColSpec,
  direction: 1 | -1
): ReadonlyArray<R> =>
  runs
    .map((run) => [sortKey(column, run), run] as const)
    .sort(([a], [b]) => byValue(a, b, direction))
    .map(([, run]) => run)

/** The same table without the columns in which all runs agree; a run alone agrees with nobody. */
const withoutUnchanged = (table: CompareTable): CompareTable => {
  if (table.rows.length < 2) return table
  const text = (row: CompareTable["rows"][number], position: number) =>
    JSON.stringify(row[position]?.value ?? null, plain)
  const kept = table.headings.flatMap((_, position) =>
    new Set(table.rows.map((row) => text(row, position))).size > 1 ? [position] : []
  )
  return {
    headings: kept.map((position) => table.headings[position] ?? ""),
    rows: table.rows.map((row) => kept.map((position) => row[position]))
  }
}

const plain = (_key: string, value: unknown): unknown => (typeof value === "bigint" ? String(value) : value)

/**
 * Lays the given runs side by side, sorted and cut as asked. Fails where a column cannot be read; scalars come from the index
 * and are read again where a run's event files changed.
 *
 * @returns the table, and the run of each of its rows
 */
export const compareRows = (runs: ReadonlyArray<Run>, request: CompareRequest) =>
  Effect.gen(function* () {
    const index = yield* RunIndex
    const cols = yield* specs(request.strictCols ?? request.cols)
    const [min, max] = [yield* specs(request.min), yield* specs(request.max)]
    const strict = request.strictCols !== undefined
    const core =
      request.skipCore || strict ? [runColumn] : [...coreColumns, ...(request.extraCols ? [attr("sourcecode")] : [])]
    const options: CompareOptions = {
      core,
      extra: cols,
      strict,
      skipOpColumns: request.skipOpColumns,
      allScalars: request.allScalars
    }
    const columns = yield* opColumns(runs)
    const named = [...cols, ...min, ...max, ...new Set(columns)].flatMap((each) => each ?? [])
    const others = yield* otherAttrs(runs, named)
    const scalars = yield* index.scalarsOf(runs)
    const { cwd, homeDir } = yield* Host
    const description = descriptions({ cwd, homeDir })
    const now = (yield* Clock.currentTimeMillis) * 1000
    const rows = runs.map((run, i): CompareRun & { readonly run: Run } => ({
      run,
      attr: (name) => coreAttr(run, name, description, now) ?? others.get(name)?.[i],
      flags: run.flags,
      scalars: scalars[i] ?? [],
      columns: columns[i]
    }))
    const [lowest, highest] = [min[0], max[0]]
    const sorted =
      lowest !== undefined ? sortRuns(rows, lowest, 1) : highest !== undefined ? sortRuns(rows, highest, -1) : rows
    const kept = sorted.slice(0, request.limit)
    const growing = growTable(kept, options)
    yield* inSlices(kept, growing.add)
    const table = growing.table()
    return { runs: kept.map(({ run }) => run), table: request.skipUnchanged ? withoutUnchanged(table) : table }
  })

/** The table alone. */
export const compareRuns = (runs: ReadonlyArray<Run>, request: CompareRequest) =>
  Effect.map(compareRows(runs, request), ({ table }) => table)

/** Every scalar of the given runs: its prefix and tag, by run. */
export const scalarsOf = (runs: ReadonlyArray<Run>) =>
  Effect.gen(function* () {
    const scalars = yield* (yield* RunIndex).scalarsOf(runs)
    return runs.map((run, i) => ({ run, scalars: scalars[i] ?? [] }))
  })
