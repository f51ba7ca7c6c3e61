import { Effect, Option } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { RunStore } from "../../services/RunStore.ts"
import { STOPPED_EARLY_ATTR } from "../RunOperation.ts"
import type { TrialOutcome } from "./Running.ts"

/** Whether a stop rule has ended a run: it was ended by a signal, and says why. */
export const wasStoppedEarly = (run: Pick<Run, "id" | "dir" | "exitStatus">) =>
  Effect.gen(function* () {
    if (run.exitStatus === undefined || run.exitStatus >= 0) return false
    const store = yield* RunStore
    return Option.isSome(yield* Effect.orElseSucceed(store.readAttr(run, STOPPED_EARLY_ATTR), Option.none))
  })

/** What a run that is there came to, in the place of a trial that would be started. */
export const outcomeOf = (run: Run) =>
  Effect.map(wasStoppedEarly(run), (early): TrialOutcome => ({
    run,
    exitStatus: early ? 0 : (run.exitStatus ?? 0),
    endsBatch: false
  }))
