import { Effect } from "effect"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { Chooser } from "./Chooser.ts"
import type { TrialOutcome } from "./Running.ts"
import type { Slot } from "./TrialSlots.ts"

/** A trial that was kept, and when the last of its runs ended. */
interface Replayed {
  readonly trial: number
  readonly all: ReadonlyArray<TrialOutcome>
  readonly endedAt: number
}

/** What became of the trials of a batch. Whoever chooses them is told of each when all its repetitions have ended. */
export const trialOutcomes = (chooser: Chooser, repeat: number) => {
  const unfinished = new Map<number, ReadonlyArray<TrialOutcome>>()
  const replayed: Array<Replayed> = []
  let failedRun: RunRef | undefined

  /** All outcomes of a trial, with the last of them. */
  const complete = ({ trial }: Slot, outcome: TrialOutcome): ReadonlyArray<TrialOutcome> | undefined => {
    if (outcome.endsBatch) failedRun ??= outcome.run
    const all = [...(unfinished.get(trial) ?? []), outcome]
    if (all.length < repeat) {
      unfinished.set(trial, all)
      return undefined
    }
    unfinished.delete(trial)
    return all
  }

  /** Those that nobody was told of come last. */
  const rank = ({ trial }: Replayed): number =>
    chooser.reported.includes(trial) ? chooser.reported.indexOf(trial) : chooser.reported.length

  return {
    /** Takes down what became of a run. */
    record: (slot: Slot, outcome: TrialOutcome) =>
      Effect.suspend(() => {
        const all = complete(slot, outcome)
        return all === undefined ? Effect.void : chooser.ended(slot.trial, all)
      }),
    /** Takes down a run that was kept, which ended at `endedAt` (microseconds since the epoch); `replay` tells of it. */
    keep: (slot: Slot, outcome: TrialOutcome, endedAt: number): void => {
      const all = complete(slot, outcome)
      if (all !== undefined) replayed.push({ trial: slot.trial, all, endedAt })
    },
    /** Tells of trials that were kept, in the order in which it was told before, or else in which they ended. */
    replay: Effect.suspend(() =>
      Effect.forEach(
        replayed.splice(0).sort((a, b) => rank(a) - rank(b) || a.endedAt - b.endedAt),
        ({ trial, all }) => chooser.ended(trial, all),
        { discard: true }
      )
    ),
    /** The first run that failed where none may. */
    failedRun: () => failedRun
  } as const
}
