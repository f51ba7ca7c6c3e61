import { Effect, Option } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import { RunId, shortId } from "../domain/runs/RunId.ts"
import { PROTO_DIR } from "../domain/runs/RunLayout.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import type { Value } from "../domain/Value.ts"
import { toNumber } from "../domain/Value.ts"
import { RunStore } from "../services/RunStore.ts"
import { Terminal } from "../services/Terminal.ts"
import { claimRun } from "../steps/ClaimRun.ts"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import { planBatch } from "./batch/BatchPlan.ts"
import type { BatchHooks } from "./batch/Running.ts"
import { keptOf, removeHalfMade, trialsOnDisk } from "./batch/TrialsOnDisk.ts"
import { letGo } from "./RestartRun.ts"
import { runBatch, runPrepared } from "./RunBatch.ts"

export interface ResumeOptions {
  /** Trials that failed are run again. */
  readonly retryFailed: boolean
}

/** What is asked of a batch that a step goes on with: what is drawn, and left out, is what was so when it began. */
export const sameTrials = (request: RunRequest, resumed: Run | undefined) =>
  Effect.gen(function* () {
    if (resumed?.isBatch !== true) return request
    const seed = yield* Effect.orElseSucceed((yield* RunStore).readAttr(resumed, "random_seed"), Option.none<Value>)
    return { ...request, randomSeed: toNumber(Option.getOrNull(seed)) ?? request.randomSeed }
  })

/** How a step goes on with a batch: where a failure ended it, what failed is run again. */
export const resumeRule = ({ batch }: RunRequest): ResumeOptions => ({ retryFailed: batch.failOnTrialError })

/** The batch with the seed that its trials had so far, which is not the batch's own. */
const withTrialSeed = (batch: BatchPlan, proto: Run["id"], dir: string) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const known = Option.getOrNull(yield* store.readAttr({ id: proto, dir }, "random_seed"))
    const trialSeed = toNumber(known) ?? batch.request.batch.trialSeed
    return { ...batch, request: { ...batch.request, batch: { ...batch.request.batch, trialSeed } } }
  })

/**
 * Goes on with a batch that was ended before it was through, in its own directory and with the source that its trials had so far.
 * Trials that have ended stay as they are, an optimizer knows what it knew, and what was under way is done again. A batch that was
 * ended before it had its prototype starts from the beginning. Fails with `RunTaken` where another guild has the batch.
 */
export const resumeBatch = (asked: BatchPlan, run: Run, { retryFailed }: ResumeOptions, hooks: BatchHooks) =>
  Effect.gen(function* () {
    yield* claimRun.run(run)
    yield* removeHalfMade(run)
    return yield* Effect.gen(function* () {
      if (run.started === undefined) return yield* runBatch(asked, hooks, run)
      const proto = { id: RunId.make("proto"), dir: `${run.dir}/${PROTO_DIR}` }
      const batch = yield* withTrialSeed(asked, proto.id, proto.dir)
      const { kept, unfinished } = yield* trialsOnDisk(run, { retryFailed })
      const planned = yield* planBatch(batch)
      const plan = { ...planned, runDir: run.dir, runId: run.id }
      if (!hooks.quiet) yield* (yield* Terminal).info(`Resuming batch ${shortId(run.id)} (trials kept: ${kept.length})`)
      const again = { kept: keptOf(kept), unfinished: keptOf(unfinished) }
      return yield* runPrepared({ batch, plan, run, proto, hooks, again })
    }).pipe(Effect.onError((cause) => letGo(run, cause)))
  })
