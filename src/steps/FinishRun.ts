import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"

/**
 * Records how a run ended. The exit status comes before the lock goes, so that the run is never seen as one that vanished. Where
 * it cannot be recorded, as on a full disk, the run still does not seem to go on.
 */
export const finishRun = make(
  "finishRun",
  ({ run, exitStatus }: { readonly run: RunRef; readonly exitStatus: number }) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const unmark = Effect.zipRight(store.unmark(run, "LOCK"), store.unmark(run, "PENDING"))
      const record = Effect.zipRight(store.writeAttr(run, "exit_status", exitStatus), store.stamp(run, "stopped"))
      yield* Effect.tapError(record, () => Effect.ignore(unmark))
      yield* unmark
      return exitStatus
    })
)
