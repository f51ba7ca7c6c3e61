import { Clock, Effect, Exit, Option } from "effect"
import { formatTimeSpan } from "../../domain/batch/Budget.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { Interrupts } from "../../services/Interrupts.ts"
import { unlessAsked, wasAsked } from "../UntilAsked.ts"
import { policyOf, trialSeed } from "./BatchPlan.ts"
import type { Chooser } from "./Chooser.ts"
import { dueSlots } from "./DueSlots.ts"
import type { Running, TrialOutcome } from "./Running.ts"
import { runTrial } from "./RunTrial.ts"
import { stageRest } from "./StageRest.ts"
import { trialOutcomes } from "./TrialOutcomes.ts"
import type { Slot } from "./TrialSlots.ts"
import type { Kept, TrialsThere } from "./TrialsOnDisk.ts"

/** What a batch goes through. */
export interface TrialSourceOptions extends TrialsThere {
  readonly running: Running
  readonly chooser: Chooser
  /** Other runs that make a trial needless. */
  readonly done: Kept
}

/**
 * Where the trials of a batch come from, for the scheduler: the next one is chosen when there is room for it, so that no more of
 * them are in memory than run. The order in which trials end decides nothing but what an optimizer knows.
 *
 * After the budget is used up, or a trial has failed that ends the batch, no further trial starts, and those that run come to
 * their end. Fails with `Interrupted` where guild was asked to stop, when the trials at hand have been ended by their own runs.
 */
export const trialSource = ({ running, chooser, kept, unfinished, done }: TrialSourceOptions) =>
  Effect.gen(function* () {
    const { batch, run: batchRun, say } = running
    const interrupts = yield* Interrupts
    const policy = policyOf(batch)
    const begun = yield* Clock.currentTimeMillis
    const outcomes = trialOutcomes(chooser, policy.repeat)
    const free = [...(policy.gpus?.devices ?? [])]
    const held = new Map<string, { readonly slot: Slot; readonly gpus: ReadonlyArray<string> }>()
    let started = 0
    let isSpent = false
    const isOver = () => isSpent || outcomes.failedRun() !== undefined

    /** What tells the repetitions of a trial apart. */
    const seedOf = (repeat: number) => (policy.repeat > 1 ? trialSeed(batch, repeat) : undefined)

    const { instead, nextSlot, skip } = yield* dueSlots({ running, chooser, outcomes, kept, done, seedOf })

    const spent = Effect.gen(function* () {
      // However long it takes to come to its first trial, a batch that is started again and again gets on.
      if (policy.budget === undefined || started === 0) return false
      const seconds = ((yield* Clock.currentTimeMillis) - begun) / 1000
      if (seconds < policy.budget) return false
      yield* say(
        "INFO",
        `the budget of ${formatTimeSpan(policy.budget)} is used up - starting no more trials (use 'guild run --resume ${shortId(batchRun.id)}' to go on)`
      )
      return true
    })

    const start = (slot: Slot) => {
      const id = String(started++)
      const gpus = policy.gpus === undefined ? [] : free.splice(0, policy.gpus.each)
      held.set(id, { slot, gpus })
      const choice = { repeat: slot.repeat, gpus: policy.gpus === undefined ? undefined : gpus.join(",") }
      const resume = unfinished.take(slot.flags, seedOf(slot.repeat))
      return {
        id,
        run: runTrial(running, slot.flags, choice, { isTold: chooser.isToldOf?.(slot.trial) === true, resume })
      }
    }

    const next = Effect.gen(function* () {
      for (;;) {
        // Those that run have been asked as well. Each comes to its own end, and that is what is recorded of it.
        if (held.size === 0) yield* unlessAsked
        else if (Option.isSome(yield* interrupts.received)) return undefined
        if (isOver() || free.length < (policy.gpus?.each ?? 0)) return undefined
        const slot = yield* nextSlot
        if (slot === undefined) return undefined
        const run = yield* instead(slot)
        if (run !== undefined) yield* skip(slot, run)
        else if (yield* spent) isSpent = true
        else return start(slot)
      }
    })

    const { outside } = chooser
    const source = {
      next,
      outside: outside === undefined ? undefined : { ...outside, open: () => !isOver() && outside.open() },
      settled: (id: string, exit: Exit.Exit<TrialOutcome, Effect.Effect.Error<ReturnType<typeof runTrial>>>) =>
        Effect.gen(function* () {
          const of = held.get(id)
          held.delete(id)
          free.push(...(of?.gpus ?? []))
          if (Exit.isFailure(exit)) return wasAsked(exit.cause) ? undefined : yield* exit
          if (of !== undefined) yield* outcomes.record(of.slot, exit.value)
        })
    }
    const left = { next: nextSlot, isThere: (slot: Slot) => kept.take(slot.flags, seedOf(slot.repeat)) !== undefined }
    return {
      source,
      stageRest: Effect.suspend(() => stageRest(running, left, outcomes.failedRun())),
      exitStatus: () => (outcomes.failedRun() === undefined ? 0 : 1)
    } as const
  })
