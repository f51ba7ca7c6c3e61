import { Effect, Layer, Option } from "effect"
import { applyQuery } from "../domain/runs/RunQueryMatch.ts"
import { IndexError, RunIndex } from "../services/RunIndex.ts"
import { RunStore } from "../services/RunStore.ts"
import { ScalarLog } from "../services/ScalarLog.ts"

/** Answers by reading every run again: nothing is kept, so nothing can be out of date. The measure for any other layer. */
export const layer: Layer.Layer<RunIndex, never, RunStore | ScalarLog> = Layer.effect(
  RunIndex,
  Effect.gen(function* () {
    const store = yield* RunStore
    const log = yield* ScalarLog
    return RunIndex.of({
      query: (scope, query) =>
        Effect.gen(function* () {
          const refs = yield* store.list(scope)
          const runs = yield* Effect.forEach(refs, store.read)
          return applyQuery(runs.flatMap(Option.toArray), query)
        }),
      scalars: (run) =>
        log.summarize(run.dir).pipe(
          Effect.map(({ scalars }) => scalars),
          Effect.mapError((cause) => new IndexError({ path: run.dir, cause }))
        )
    })
  })
)
