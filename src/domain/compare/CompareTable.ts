import type { ColSpec } from "./ColSpec.ts"
import { colHeading } from "./ColSpec.ts"
import type { ScalarSummary } from "../scalars/Scalar.ts"
import { scalarName } from "../scalars/Scalar.ts"
import type { Value, ValueMap } from "../Value.ts"
import { float, getKey } from "../Value.ts"

/** One run as a comparison sees it: what its columns can be filled from. */
export interface CompareRun {
  /** The core attributes (`run`, `operation`, `started`, `time`, `status`, `label`, `sourcecode`) as texts, and others, by name. */
  readonly attr: (name: string) => Value | undefined
  readonly flags: ValueMap
  readonly scalars: ReadonlyArray<ScalarSummary>
  /** Columns that the run's operation asks for; none means every flag and scalar. */
  readonly columns: ReadonlyArray<ColSpec> | undefined
}

/** A cell and how it is to be shown: a scalar's number is not printed as a flag's is. `undefined` is an empty cell. */
export type Cell = { readonly kind: "attr" | "flag" | "scalar"; readonly value: Value } | undefined

export interface CompareTable {
  readonly headings: ReadonlyArray<string>
  readonly rows: ReadonlyArray<ReadonlyArray<Cell>>
}

export interface CompareOptions {
  /** Columns before all others, the same for every run. */
  readonly core: ReadonlyArray<ColSpec>
  /** Columns that the user added; shown after the core ones. */
  readonly extra: ReadonlyArray<ColSpec>
  /** Leave out what the operations ask for. */
  readonly skipOpColumns: boolean
  /** After the core columns only the user's. */
  readonly strict: boolean
  /** Scalars of the system (`sys/...`) too. */
  readonly allScalars: boolean
}

const isSystemScalar = (scalar: ScalarSummary): boolean => scalar.tag.startsWith("sys/")

/** All flags, the step, and all scalars in the run's own files, by name. */
const defaultColumns = (run: CompareRun, allScalars: boolean): ReadonlyArray<ColSpec> => {
  const flags = Object.keys(run.flags)
    .sort()
    .map((name): ColSpec => ({ kind: "flag", name, as: undefined }))
  const names = run.scalars.filter((scalar) => allScalars || !isSystemScalar(scalar)).map(scalarName)
  const sorted = [...new Set(names)].sort()
  const scalar = (key: string, step: boolean, as: string | undefined): ColSpec => ({
    kind: "scalar",
    key,
    qualifier: undefined,
    step,
    as
  })
  const first = sorted.includes("loss") ? "loss" : sorted[0]
  const step = first === undefined ? [] : [scalar(first, true, "step")]
  return [...flags, ...step, ...sorted.map((name) => scalar(name, false, undefined))]
}

/** A key as a regular expression over whole names; a key that is no expression matches only itself. */
const keyPattern = (key: string): ((name: string) => boolean) => {
  try {
    const pattern = new RegExp(`^(?:${key})$`)
    return (name) => pattern.test(name)
  } catch {
    return (name) => name === key
  }
}

/** The scalar that has a key for its name, else the first that has it for its tag, or for its tag and its prefix in full. */
const plainMatch = (key: string, scalars: ReadonlyArray<ScalarSummary>): ScalarSummary | undefined => {
  const inFull = key.includes("#")
  let other: ScalarSummary | undefined
  for (const scalar of scalars) {
    if (scalarName(scalar) === key) return scalar
    if (other === undefined && (scalar.tag === key || (inFull && `${scalar.prefix}#${scalar.tag}` === key)))
      other = scalar
  }
  return other
}

/**
 * The scalars that a key means: its exact name, else the same tag under any prefix, else names it matches as a pattern. What a
 * run printed has the prefix `.guild`, which names leave out and a key may have: it tells apart what was printed and logged
 * under one tag.
 */
export const matchScalars = (key: string, scalars: ReadonlyArray<ScalarSummary>): ReadonlyArray<ScalarSummary> => {
  const plain = plainMatch(key, scalars)
  if (plain !== undefined) return [plain]
  const matches = keyPattern(key)
  return scalars.filter((scalar) => matches(scalarName(scalar)))
}

/** The number that a scalar column shows of one scalar. */
export const scalarCell = (column: ColSpec & { readonly kind: "scalar" }, scalar: ScalarSummary): Value => {
  switch (column.qualifier) {
    case "min":
      return column.step ? scalar.minStep : float(scalar.minVal)
    case "max":
      return column.step ? scalar.maxStep : float(scalar.maxVal)
    case "first":
      return column.step ? scalar.firstStep : float(scalar.firstVal)
    case "avg":
      return column.step ? scalar.lastStep : float(scalar.avgVal)
    case "total":
      return column.step ? scalar.lastStep : float(scalar.total)
    case "count":
      return column.step ? scalar.lastStep : scalar.count
    default:
      return column.step ? scalar.lastStep : float(scalar.lastVal)
  }
}

/** Whether a column may show several scalars, each under its own name: a pattern without another heading. */
const isPattern = (column: ColSpec): column is ColSpec & { readonly kind: "scalar" } =>
  column.kind === "scalar" && column.as === undefined && /[*+?^$|()[\]{}\\]/.test(column.key)

/** The cell of a run in a column that has one heading whatever it finds. */
const oneCell = (column: ColSpec, run: CompareRun): Cell => {
  if (column.kind !== "scalar") {
    const value = column.kind === "attr" ? run.attr(column.name) : getKey(run.flags, column.name)
    return value === undefined ? undefined : { kind: column.kind, value }
  }
  const [first] = matchScalars(column.key, run.scalars)
  return first === undefined ? undefined : { kind: "scalar", value: scalarCell(column, first) }
}

/** A run's cells for a pattern: one heading for each scalar that it matches. */
const manyCells = (
  column: ColSpec & { readonly kind: "scalar" },
  run: CompareRun
): ReadonlyArray<readonly [string, Cell]> =>
  matchScalars(column.key, run.scalars).map((scalar) => [
    colHeading({ ...column, key: scalarName(scalar) }),
    { kind: "scalar", value: scalarCell(column, scalar) }
  ])

/** The columns of a run in their order. Runs that have the same flags and scalars have them in common. */
const columnsBy = (options: CompareOptions) => {
  const own = [...options.core, ...options.extra]
  const asked = new Map<ReadonlyArray<ColSpec>, ReadonlyArray<ColSpec>>()
  const defaults = new Map<string, ReadonlyArray<ColSpec>>()
  return (run: CompareRun): ReadonlyArray<ColSpec> => {
    if (options.strict) return own
    const op = options.skipOpColumns ? undefined : run.columns
    if (op !== undefined) {
      const known = asked.get(op) ?? [...own, ...op]
      asked.set(op, known)
      return known
    }
    const names = JSON.stringify([
      run.scalars.length,
      ...Object.keys(run.flags),
      ...run.scalars.flatMap(({ prefix, tag }) => [prefix, tag])
    ])
    const known = defaults.get(names) ?? [...own, ...defaultColumns(run, options.allScalars)]
    defaults.set(names, known)
    return known
  }
}

/** A table that is made a row at a time. */
export interface GrowingTable {
  readonly add: (run: CompareRun) => void
  readonly table: () => CompareTable
}

/** The columns that show a scalar under its own name in some run: the patterns that match anything. */
const patternsIn = (runs: ReadonlyArray<CompareRun>) => {
  const known = new Map<ColSpec, boolean>()
  return (column: ColSpec): column is ColSpec & { readonly kind: "scalar" } => {
    if (!isPattern(column)) return false
    const matched = known.get(column) ?? runs.some((run) => matchScalars(column.key, run.scalars).length > 0)
    known.set(column, matched)
    return matched
  }
}

/** What `compareTable` makes of runs, which are then to be added in their order, as many at a time as there is time for. */
export const growTable = (runs: ReadonlyArray<CompareRun>, options: CompareOptions): GrowingTable => {
  const positions = new Map<string, number>()
  const headings = new Map<ColSpec, string>()
  const columnsOf = columnsBy(options)
  const isMatchedPattern = patternsIn(runs)
  const headingOf = (column: ColSpec): string => {
    const known = headings.get(column) ?? colHeading(column)
    headings.set(column, known)
    return known
  }
  const put = (row: Array<Cell>, heading: string, cell: Cell): void => {
    const position = positions.get(heading) ?? positions.size
    if (position === positions.size) positions.set(heading, position)
    while (row.length <= position) row.push(undefined)
    row[position] ??= cell
  }
  const rows: Array<Array<Cell>> = []
  const add = (run: CompareRun): void => {
    const row: Array<Cell> = []
    for (const column of columnsOf(run)) {
      if (!isMatchedPattern(column)) put(row, headingOf(column), oneCell(column, run))
      else for (const [heading, cell] of manyCells(column, run)) put(row, heading, cell)
    }
    rows.push(row)
  }
  const table = (): CompareTable => {
    for (const row of rows) while (row.length < positions.size) row.push(undefined)
    return { headings: [...positions.keys()], rows }
  }
  return { add, table }
}

/**
 * Lays runs side by side: one row a run in the given order, one column a heading in the order in which the runs first ask for
 * it. A run has a cell only in columns that it asks for itself. A pattern has a column for each scalar that it matches, and
 * one under its own text where it matches none.
 */
export const compareTable = (runs: ReadonlyArray<CompareRun>, options: CompareOptions): CompareTable => {
  const { add, table } = growTable(runs, options)
  for (const run of runs) add(run)
  return table()
}

/** The value that a run sorts by under a column, of several scalars that of the first; runs without one come last. */
export const sortKey = (column: ColSpec, run: CompareRun): Value | undefined => oneCell(column, run)?.value
