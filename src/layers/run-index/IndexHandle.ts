import type { SqlClient } from "@effect/sql/SqlClient"
import type { SqlError } from "@effect/sql/SqlError"
import type { Option } from "effect"
import { Effect, ExecutionStrategy, Exit, Scope, SynchronizedRef } from "effect"
import type { IndexError } from "../../services/RunIndex.ts"
import { worthAThread } from "./FailingChecks.ts"
import { isBroken, isBusy, openIndex, removeIndex } from "./OpenIndex.ts"
import type { RowDamaged } from "./ReadRuns.ts"
import { makeStampThread, StampThread } from "./StampThread.ts"

type IndexFailure = SqlError | RowDamaged | IndexError

interface Open {
  readonly sql: SqlClient
  readonly scope: Scope.CloseableScope
}

/** The index of one Guild home: opened when it is first used, replaced when it turns out to be broken. */
export interface IndexHandle {
  /**
   * What the index says, or nothing where it cannot be used: the run directories have to be asked then.
   *
   * @param looks how many files will be looked at, where that is known: the thread that helps starts while the index is opened
   */
  readonly use: <A>(
    ask: (sql: SqlClient) => Effect.Effect<A, IndexFailure>,
    looks?: number
  ) => Effect.Effect<Option.Option<A>>
}

/** Tries to open a file that another guild is just making this often. */
const OPEN_RETRIES = 5

export const makeIndexHandle = (path: string): Effect.Effect<IndexHandle, never, Scope.Scope> =>
  Effect.gen(function* () {
    const parent = yield* Effect.scope
    const thread = yield* makeStampThread
    const state = yield* SynchronizedRef.make<Open | "unopened" | "unusable">("unopened")

    const open: Effect.Effect<Open, IndexError> = Effect.uninterruptible(
      Effect.flatMap(Scope.fork(parent, ExecutionStrategy.sequential), (scope) =>
        openIndex(path).pipe(
          Scope.extend(scope),
          Effect.map((sql) => ({ sql, scope })),
          Effect.onError(() => Scope.close(scope, Exit.void))
        )
      )
    )

    const openOrRebuild = Effect.retry(open, { times: OPEN_RETRIES, while: isBusy }).pipe(
      Effect.catchIf(isBroken, () => Effect.zipRight(removeIndex(path), open)),
      Effect.catchAll((error) => Effect.succeed(isBusy(error) ? ("unopened" as const) : ("unusable" as const)))
    )

    const acquire = SynchronizedRef.updateAndGetEffect(state, (now) =>
      now === "unopened" ? openOrRebuild : Effect.succeed(now)
    )

    const discard = (broken: Open) =>
      SynchronizedRef.updateEffect(state, (now) =>
        now === broken
          ? Effect.as(Effect.zipRight(Scope.close(broken.scope, Exit.void), removeIndex(path)), "unopened" as const)
          : Effect.succeed(now)
      )

    const use = <A>(
      ask: (sql: SqlClient) => Effect.Effect<A, IndexFailure>,
      isRetry: boolean
    ): Effect.Effect<Option.Option<A>> =>
      Effect.flatMap(acquire, (found) =>
        typeof found === "string"
          ? Effect.succeedNone
          : Effect.matchEffect(Effect.provideService(ask(found.sql), StampThread, thread), {
              onSuccess: (answer) => Effect.succeedSome(answer),
              onFailure: (error) =>
                isBroken(error) && !isRetry ? Effect.zipRight(discard(found), use(ask, true)) : Effect.succeedNone
            })
      )

    return {
      use: (ask, looks = 0) => Effect.zipRight(worthAThread(looks) ? thread.start : Effect.void, use(ask, false))
    }
  })
