import { Effect, Layer, Option } from "effect"
import type { FilterExpr } from "../domain/filter/FilterExpr.ts"
import { matchesFilter } from "../domain/filter/FilterExprMatch.ts"
import { runSubject } from "../domain/filter/RunSubject.ts"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import { applyQuery } from "../domain/runs/RunQueryMatch.ts"
import { checkQuery } from "../domain/SqlStatement.ts"
import { SqlRefused } from "../domain/SqlErrors.ts"
import { IndexError, RunIndex } from "../services/RunIndex.ts"
import { RunStore } from "../services/RunStore.ts"
import { ScalarLog } from "../services/ScalarLog.ts"

/**
 * Answers by reading every run again: nothing is kept, so nothing can be out of date, operations included. The measure for any other layer. SQL takes a
 * database, which there is none of here.
 */
export const layer: Layer.Layer<RunIndex, never, RunStore | ScalarLog> = Layer.effect(
  RunIndex,
  Effect.gen(function* () {
    const store = yield* RunStore
    const log = yield* ScalarLog
    const scalars = (run: RunRef) =>
      log.summarize(run.dir).pipe(
        Effect.map((found) => found.scalars),
        Effect.mapError((cause) => new IndexError({ path: run.dir, cause }))
      )
    const holds = (filter: FilterExpr) => (run: Run) =>
      Effect.gen(function* () {
        const subject = runSubject(run, new Map(yield* store.readAttrs(run)), yield* scalars(run))
        return matchesFilter(filter, subject)
      })
    return RunIndex.of({
      query: (scope, query) =>
        Effect.gen(function* () {
          const refs = yield* store.list(scope)
          const runs = (yield* Effect.forEach(refs, store.read)).flatMap(Option.toArray)
          const { filter } = query
          return applyQuery(filter === undefined ? runs : yield* Effect.filter(runs, holds(filter)), query)
        }),
      scalars,
      scalarsOf: (runs) => Effect.forEach(runs, scalars),
      attrOf: (runs, name) =>
        Effect.forEach(runs, (run) => Effect.map(store.readAttrs(run), (attrs) => new Map(attrs).get(name))),
      select: (statement) =>
        Effect.zipRight(checkQuery(statement), new SqlRefused({ reason: "there is no database in memory" }))
    })
  })
)
