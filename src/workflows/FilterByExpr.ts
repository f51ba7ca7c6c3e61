import { Effect } from "effect"
import { matchScalars } from "../domain/compare/CompareTable.ts"
import type { FilterExprError } from "../domain/filter/FilterExpr.ts"
import { parseFilterExpr } from "../domain/filter/FilterExpr.ts"
import type { FilterSubject } from "../domain/filter/FilterExprMatch.ts"
import { matchesFilter } from "../domain/filter/FilterExprMatch.ts"
import type { Run } from "../domain/runs/Run.ts"
import { operationName } from "../domain/runs/RunQueryOperation.ts"
import { statusName } from "../domain/runs/RunStatus.ts"
import type { Value } from "../domain/Value.ts"
import { float, getKey } from "../domain/Value.ts"
import type { IndexError } from "../services/RunIndex.ts"
import { RunIndex } from "../services/RunIndex.ts"
import type { StoreError } from "../services/RunStore.ts"
import { RunStore } from "../services/RunStore.ts"

/** What a run is beyond its attribute files, under the names that lists and columns have for it. */
const derived = (run: Run): ReadonlyArray<readonly [string, Value]> => {
  const { full, model } = operationName(run.opRef, run.protoOpRef)
  return [
    ["id", run.id],
    ["op", full],
    ["operation", full],
    ["model", model],
    ["status", statusName(run.status)],
    ["marked", run.marked],
    ["tags", run.tags]
  ]
}

const subjectOf = (run: Run): Effect.Effect<FilterSubject, IndexError | StoreError, RunIndex | RunStore> =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const index = yield* RunIndex
    const attrs = new Map([...(yield* store.readAttrs(run)), ...derived(run)])
    const scalars = yield* index.scalars(run)
    return {
      attr: (name) => attrs.get(name),
      flag: (name) => getKey(run.flags, name),
      scalar: (name) => {
        const [scalar] = matchScalars(name, scalars)
        return scalar === undefined ? undefined : float(scalar.lastVal)
      }
    }
  })

/** The runs for which a filter expression holds, in their order. Attributes and scalars of every run are read. */
export const filterByExpr = (
  expr: string,
  runs: ReadonlyArray<Run>
): Effect.Effect<ReadonlyArray<Run>, FilterExprError | IndexError | StoreError, RunIndex | RunStore> =>
  Effect.gen(function* () {
    const filter = yield* parseFilterExpr(expr)
    return yield* Effect.filter(runs, (run) => Effect.map(subjectOf(run), (subject) => matchesFilter(filter, subject)))
  })
