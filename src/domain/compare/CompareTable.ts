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

/** The scalar that has a key for its name, else the first that has it for its tag. */
const plainMatch = (key: string, scalars: ReadonlyArray<ScalarSummary>): ScalarSummary | undefined => {
  let byTag: ScalarSummary | undefined
  for (const scalar of scalars) {
    if (scalarName(scalar) === key) return scalar
    if (byTag === undefined && scalar.tag === key) byTag = scalar
  }
  return byTag
}

/** The scalars that a key means: its exact name, else the same tag under any prefix, else names it matches as a pattern. */
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

/** The cell of a run in a column that has one heading whatever it finds; nothing where a pattern finds several scalars. */
const oneCell = (column: ColSpec, run: CompareRun): { readonly cell: Cell } | undefined => {
  if (column.kind !== "scalar") {
    const value = column.kind === "attr" ? run.attr(column.name) : getKey(run.flags, column.name)
    return { cell: value === undefined ? undefined : { kind: column.kind, value } }
  }
  const matches = matchScalars(column.key, run.scalars)
  const [only] = matches
  if (only === undefined) return { cell: undefined }
  return matches.length === 1 || column.as !== undefined
    ? { cell: { kind: "scalar", value: scalarCell(column, only) } }
    : undefined
}

/** A run's cells for a pattern that matches several scalars: one heading each. */
const manyCells = (column: ColSpec, run: CompareRun): ReadonlyArray<readonly [string, Cell]> =>
  column.kind !== "scalar"
    ? []
    : matchScalars(column.key, run.scalars).map((scalar) => [
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

/**
 * Lays runs side by side: one row a run in the given order, one column a heading in the order in which the runs first ask for
 * it. A run has a cell only in columns that it asks for itself.
 */
export const compareTable = (runs: ReadonlyArray<CompareRun>, options: CompareOptions): CompareTable => {
  const positions = new Map<string, number>()
  const headings = new Map<ColSpec, string>()
  const columnsOf = columnsBy(options)
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
  const filled = runs.map((run) => {
    const row: Array<Cell> = []
    for (const column of columnsOf(run)) {
      const one = oneCell(column, run)
      if (one !== undefined) put(row, headingOf(column), one.cell)
      else for (const [heading, cell] of manyCells(column, run)) put(row, heading, cell)
    }
    return row
  })
  for (const row of filled) while (row.length < positions.size) row.push(undefined)
  return { headings: [...positions.keys()], rows: filled }
}

/** The value that a run sorts by under a column, of several scalars that of the first; runs without one come last. */
export const sortKey = (column: ColSpec, run: CompareRun): Value | undefined =>
  (oneCell(column, run)?.cell ?? manyCells(column, run)[0]?.[1])?.value
