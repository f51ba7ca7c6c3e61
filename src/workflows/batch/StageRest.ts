import { Effect, Option } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import { RunStore } from "../../services/RunStore.ts"
import { unlessAsked } from "../UntilAsked.ts"
import type { Running } from "./Running.ts"
import { stageTrial } from "./RunTrial.ts"
import type { Slot } from "./TrialSlots.ts"

/** So many of the trials that are left are staged; a batch that is resumed has all of them. */
const MOST_STAGED = 1000

/** The runs that a batch has not come to. */
export interface Left<E, R> {
  readonly next: Effect.Effect<Slot | undefined, E, R>
  /** Whether there is a run for a slot already. */
  readonly isThere: (slot: Slot) => boolean
}

/**
 * Stages the trials that a batch did not start because a run failed, for whoever wants to start them, and as if they had been staged
 * before the others were started: lists have them below what was run.
 */
export const stageRest = <E, R>(running: Running, left: Left<E, R>, failedRun: RunRef | undefined) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const quiet: Running = {
      ...running,
      say: () => Effect.void,
      hooks: { ...running.hooks, onStaged: () => Effect.void }
    }
    const failed = failedRun === undefined ? undefined : Option.getOrUndefined(yield* store.read(failedRun))
    for (let at = 0; at < MOST_STAGED; at++) {
      yield* unlessAsked
      const slot = yield* left.next
      if (slot === undefined) return
      if (left.isThere(slot)) continue
      const { run } = yield* stageTrial(quiet, slot.flags, { repeat: slot.repeat, gpus: undefined })
      if (failed?.started !== undefined) yield* store.writeAttr(run, "started", failed.started - MOST_STAGED + at)
    }
  })
