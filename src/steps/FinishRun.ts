import { Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"

/**
 * Records how a run ended. The exit status comes before the lock goes, so that the run is never seen as one that vanished. On a
 * full disk the lock makes room for it: without, the run would seem to have failed.
 */
export const finishRun = make(
  "finishRun",
  ({ run, exitStatus }: { readonly run: RunRef; readonly exitStatus: number }) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const unmark = Effect.zipRight(store.unmark(run, "LOCK"), store.unmark(run, "PENDING"))
      const record = store.writeAttr(run, "exit_status", exitStatus)
      yield* Effect.catchAll(record, () => Effect.zipRight(Effect.ignore(unmark), record))
      yield* Effect.zipRight(store.stamp(run, "stopped"), unmark)
      return exitStatus
    })
)
