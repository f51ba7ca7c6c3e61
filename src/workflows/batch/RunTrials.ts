import { Effect } from "effect"
import { schedule } from "../Schedule.ts"
import { knownTrials, policyOf } from "./BatchPlan.ts"
import { listed, searched } from "./Chooser.ts"
import type { Running } from "./Running.ts"
import type { TrialSourceOptions } from "./TrialSource.ts"
import { trialSource } from "./TrialSource.ts"

/**
 * Runs the trials of a batch, as many at a time as its policy says, each chosen when its turn comes. Gives the exit status of the
 * batch. Fails with `Interrupted` where guild was asked to stop.
 */
export const runTrials = (running: Running, known: Pick<TrialSourceOptions, "kept" | "done">) =>
  Effect.gen(function* () {
    const { batch } = running
    const { stageTrials } = batch.request.batch
    const chooser =
      batch.search !== undefined && !stageTrials
        ? yield* searched(batch.search, running)
        : listed(yield* knownTrials(batch, "staging trials"))
    const { source, exitStatus } = yield* trialSource({ running, chooser, ...known })
    yield* schedule(source, { jobs: stageTrials ? 1 : policyOf(batch).jobs })
    return exitStatus()
  })
