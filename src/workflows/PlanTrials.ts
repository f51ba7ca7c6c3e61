import { Effect } from "effect"
import type { PlannedTrial, PlannedTrials, StepPlan } from "../domain/plan/StepPlan.ts"
import { optimizerNames } from "../domain/optimizer/OptimizerName.ts"
import type { ValueMap } from "../domain/Value.ts"
import { mapOf } from "../domain/Value.ts"
import { hasOptimizerProcess, policyOf } from "./batch/BatchPlan.ts"
import { doneBefore } from "./batch/DoneElsewhere.ts"
import type { Kept } from "./batch/TrialsOnDisk.ts"
import { nothingKept } from "./batch/TrialsOnDisk.ts"
import type { Prepared } from "./PrepareRun.ts"

/** So many trials are shown. */
const SHOWN = 20

/** So many trials are held against runs that are there: a product may have more of them than anyone waits for. */
const HELD_AGAINST_RUNS = 100_000

export interface TrialsOptions<E, R> {
  /** The user says which random seed there is, so that what is drawn now is what would be drawn. */
  readonly seeded: boolean
  /** Flags that name required runs; undefined where one of them has yet to be made, which no trial can have been run with. */
  readonly taken: ValueMap | undefined
  /** Trials that there are, of a batch that goes on. */
  readonly kept?: Kept | undefined
  /** What the steps of a trial come to that is run, the first of which has the number 1. */
  readonly stepsOf: (flags: ValueMap, number: number) => Effect.Effect<ReadonlyArray<StepPlan>, E, R>
}

/**
 * What a batch would go through, and which of it completed runs make needless where it is to skip these. Starts no optimizer.
 * Fails where there can be no trials.
 */
export const planTrials = <E, R>(
  { batch, total }: Extract<Prepared, { kind: "batch" }>,
  { kept: own, seeded, stepsOf, taken }: TrialsOptions<E, R>
) =>
  Effect.gen(function* () {
    if (batch.problem !== undefined) return yield* batch.problem
    const { objective, request, search, trials } = batch
    const { repeat, skipDone } = policyOf(batch)
    const { opName } = batch.batchOp.opRef
    const optimizer = optimizerNames.find((name) => name === opName)
    const isProcess = hasOptimizerProcess(batch)
    const isChosen = isProcess || search !== undefined
    const isDrawn = !isChosen && (optimizer !== undefined || trials.size < total)
    const isKnown = !isChosen && (!isDrawn || seeded)
    const isHeld = skipDone || own !== undefined
    const others = isKnown && skipDone && taken !== undefined ? yield* doneBefore(batch) : nothingKept
    const first: Array<PlannedTrial> = []
    let done = 0
    for (let at = 0; isKnown && at < Math.min(trials.size, isHeld ? HELD_AGAINST_RUNS : SHOWN); at++) {
      const flags = trials.at(at)
      const whole = mapOf([...Object.entries(flags), ...Object.entries(taken ?? {})])
      const runs = Array.from({ length: repeat }, () => (own?.take(flags) ?? others.take(whole))?.id).filter(
        (id) => id !== undefined
      )
      done += runs.length
      if (at < SHOWN)
        first.push({ flags, done: runs, steps: runs.length < repeat ? yield* stepsOf(flags, at + 1) : [] })
    }
    return {
      search:
        isProcess || optimizer !== undefined
          ? {
              optimizer: isProcess ? batch.batchOp.opName : opName,
              objective: isChosen ? objective : undefined
            }
          : undefined,
      count: isChosen ? request.batch.maxTrials : trials.size,
      repeat,
      first: isKnown ? first : undefined,
      done: isKnown && isHeld && trials.size <= HELD_AGAINST_RUNS ? done : undefined
    } satisfies PlannedTrials
  })
