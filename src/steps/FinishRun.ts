import { Effect } from "effect"
import type { RunRef } from "../domain/Run.ts"
import { RunStore } from "../services/RunStore.ts"
import { make } from "./Step.ts"

/** Records how a run ended. The exit status comes before the lock goes, so that the run is never seen as one that vanished. */
export const finishRun = make(
  "finishRun",
  ({ run, exitStatus }: { readonly run: RunRef; readonly exitStatus: number }) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      yield* store.writeAttr(run, "exit_status", exitStatus)
      yield* store.stamp(run, "stopped")
      yield* store.unmark(run, "LOCK")
      yield* store.unmark(run, "PENDING")
      return exitStatus
    })
)
