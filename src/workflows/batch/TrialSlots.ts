import { Effect } from "effect"
import type { ValueMap } from "../../domain/Value.ts"
import type { Chooser } from "./Chooser.ts"

/** One run that a batch wants: a repetition of a trial. */
export interface Slot {
  readonly trial: number
  readonly repeat: number
  readonly flags: ValueMap
}

/** Which runs a batch wants, in order: each trial is chosen when its first repetition is due. */
export const trialSlots = (chooser: Chooser, repeat: number) => {
  const waiting: Array<Slot> = []
  let chosen = 0

  /** All repetitions of the trial that is due; none where there are no more trials. */
  const choose = Effect.gen(function* () {
    const trial = chosen
    const flags = yield* chooser.choose(trial)
    if (flags === undefined) return []
    chosen += 1
    return Array.from({ length: repeat }, (_, nth): Slot => ({ trial, repeat: nth, flags }))
  })

  return {
    choose,
    /** Whether the trial that is due was chosen before the batch was ended. */
    isRecorded: () => chosen < chooser.recorded,
    /** A slot that was put off. */
    waiting: () => waiting.shift(),
    putOff: (...slots: ReadonlyArray<Slot>) => waiting.push(...slots)
  } as const
}
