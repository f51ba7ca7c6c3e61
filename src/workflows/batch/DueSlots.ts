import { Effect } from "effect"
import { shortId } from "../../domain/runs/RunId.ts"
import type { Run } from "../../domain/runs/Run.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { Chooser } from "./Chooser.ts"
import { policyOf } from "./BatchPlan.ts"
import { columnValue } from "./Chooser.ts"
import { hearAgain } from "./HearAgain.ts"
import { outcomeOf } from "./OutcomeOf.ts"
import type { Running, TrialOutcome } from "./Running.ts"
import type { trialOutcomes } from "./TrialOutcomes.ts"
import type { Kept } from "./TrialsOnDisk.ts"
import type { Slot } from "./TrialSlots.ts"
import { trialSlots } from "./TrialSlots.ts"

interface DueSlotsOptions {
  readonly running: Running
  readonly chooser: Chooser
  readonly outcomes: ReturnType<typeof trialOutcomes>
  readonly kept: Kept
  readonly done: Kept
  /** What tells the repetitions of a trial apart. */
  readonly seedOf: (repeat: number) => number | undefined
}

/** The runs of a batch as they fall due, and the runs that are there already and make them needless. */
export const dueSlots = ({ running, chooser, outcomes, kept, done, seedOf }: DueSlotsOptions) =>
  Effect.gen(function* () {
    const { batch, run: batchRun, say } = running
    const store = yield* RunStore
    const slots = trialSlots(chooser, policyOf(batch).repeat)

    /** A run that makes a new one needless. One that is not the batch's own is linked from it like its own. */
    const instead = ({ flags, repeat }: Slot) =>
      Effect.gen(function* () {
        const own = kept.take(flags, seedOf(repeat))
        if (own !== undefined) {
          if (running.early !== undefined) yield* hearAgain(running.early, own)
          return own
        }
        const other = done.take(flags)
        if (other === undefined) return undefined
        yield* Effect.ignore(store.linkRun(batchRun, other.id, other))
        yield* say("INFO", `Skipping a trial that run ${shortId(other.id)} has done already`)
        return other
      })

    const valueOf = (flags: ValueMap, outcome: TrialOutcome) =>
      Effect.orElseSucceed(columnValue(batch.objective, flags, outcome), () => undefined)

    /** A run stands for what was to be run. */
    const skip = (slot: Slot, run: Run) =>
      Effect.gen(function* () {
        const outcome = yield* outcomeOf(run)
        const { watch } = running.hooks
        if (watch !== undefined) yield* watch.skipped(run, outcome.exitStatus, yield* valueOf(slot.flags, outcome))
        outcomes.keep(slot, outcome, run.stopped ?? 0)
      })

    /**
     * Goes through the trials that were chosen before the batch was ended. Those that are there had all ended before any that is run
     * now: whoever chooses hears of them first.
     */
    const goThroughRecorded = Effect.gen(function* () {
      while (slots.isRecorded()) {
        const chosen = yield* slots.choose
        if (chosen.length === 0) break
        for (const slot of chosen) {
          const run = yield* instead(slot)
          if (run === undefined) slots.putOff(slot)
          else yield* skip(slot, run)
        }
      }
      yield* outcomes.replay
    })

    const nextSlot = Effect.gen(function* () {
      if (slots.isRecorded()) yield* goThroughRecorded
      const first = slots.waiting()
      if (first !== undefined) return first
      // What is suggested now hangs on all that came of the trials before it.
      yield* outcomes.replay
      const [slot, ...others] = yield* slots.choose
      slots.putOff(...others)
      return slot
    })

    return { instead, nextSlot, skip } as const
  })
