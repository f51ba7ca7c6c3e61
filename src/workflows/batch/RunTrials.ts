import { Effect } from "effect"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { schedule } from "../Schedule.ts"
import { knownTrials, policyOf } from "./BatchPlan.ts"
import { listed, searched } from "./Chooser.ts"
import { earlyStop } from "./EarlyStop.ts"
import type { Running } from "./Running.ts"
import type { TrialSourceOptions } from "./TrialSource.ts"
import { trialSource } from "./TrialSource.ts"

/** A batch with the stop rule that it is asked to keep to; one that can do nothing is told of. */
export const withEarlyStop = (running: Running) =>
  Effect.gen(function* () {
    const { batch, say } = running
    const early = earlyStop(batch)
    if (early === undefined && policyOf(batch).stopRule !== undefined)
      yield* say(
        "WARNING",
        `--stop-rule does nothing: the objective '${visibleText(batch.objective.column)}' is no scalar`
      )
    return { ...running, early } satisfies Running
  })

/**
 * Runs the trials of a batch, as many at a time as its policy says, each chosen when its turn comes; where one fails that must
 * not, those that are left are staged. Gives the exit status of the batch. Fails with `Interrupted` where guild was asked to stop.
 */
export const runTrials = (running: Running, known: Pick<TrialSourceOptions, "kept" | "unfinished" | "done">) =>
  Effect.gen(function* () {
    const { batch } = running
    const { stageTrials } = batch.request.batch
    const chooser =
      batch.search !== undefined && !stageTrials
        ? yield* searched(batch.search, running)
        : listed(yield* knownTrials(batch, "staging trials"))
    const { source, stageRest, exitStatus } = yield* trialSource({
      running: yield* withEarlyStop(running),
      chooser,
      ...known
    })
    yield* schedule(source, { jobs: stageTrials ? 1 : policyOf(batch).jobs })
    if (exitStatus() !== 0 && batch.search === undefined) yield* stageRest
    return exitStatus()
  })
