import { matchScalars } from "../compare/CompareTable.ts"
import type { Run } from "../runs/Run.ts"
import { operationName } from "../runs/RunQueryOperation.ts"
import { statusName } from "../runs/RunStatus.ts"
import type { ScalarSummary } from "../scalars/Scalar.ts"
import type { Value } from "../Value.ts"
import { float, getKey } from "../Value.ts"
import type { FilterSubject } from "./FilterExprMatch.ts"

/** What a run is beyond its attribute files, under the names that lists and columns have for it. They go before files. */
const DERIVED: ReadonlyMap<string, (run: Run) => Value> = new Map<string, (run: Run) => Value>([
  ["id", (run) => run.id],
  ["op", (run) => operationName(run.opRef, run.protoOpRef).full],
  ["operation", (run) => operationName(run.opRef, run.protoOpRef).full],
  ["model", (run) => run.opRef.modelName],
  ["status", (run) => statusName(run.status)],
  ["marked", (run) => run.marked],
  ["tags", (run) => run.tags]
])

/** Whether a name is of what guild works out of a run, and of no attribute or scalar that the run has itself. */
export const isDerived = (name: string): boolean => DERIVED.has(name)

/** A run as a filter expression sees it, with what its attribute files and event files say. */
export const runSubject = (
  run: Run,
  attrs: ReadonlyMap<string, Value>,
  scalars: ReadonlyArray<ScalarSummary>
): FilterSubject => ({
  attr: (name) => DERIVED.get(name)?.(run) ?? attrs.get(name),
  flag: (name) => getKey(run.flags, name),
  scalar: (name) => {
    const [scalar] = matchScalars(name, scalars)
    return scalar === undefined ? undefined : float(scalar.lastVal)
  }
})
