import { Clock, Effect, Exit, Option } from "effect"
import { formatTimeSpan } from "../../domain/batch/Budget.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { Interrupts } from "../../services/Interrupts.ts"
import { RunStore } from "../../services/RunStore.ts"
import { unlessAsked, wasAsked } from "../UntilAsked.ts"
import { policyOf, trialSeed } from "./BatchPlan.ts"
import type { Chooser } from "./Chooser.ts"
import { columnValue } from "./Chooser.ts"
import { hearAgain } from "./HearAgain.ts"
import { outcomeOf } from "./OutcomeOf.ts"
import type { Running, TrialOutcome } from "./Running.ts"
import { runTrial, stageTrial } from "./RunTrial.ts"
import type { Kept, TrialsThere } from "./TrialsOnDisk.ts"

/** What a batch goes through. */
export interface TrialSourceOptions extends TrialsThere {
  readonly running: Running
  readonly chooser: Chooser
  /** Other runs that make a trial needless. */
  readonly done: Kept
}

/** One run that the batch wants: a repetition of a trial. */
interface Slot {
  readonly trial: number
  readonly repeat: number
  readonly flags: ValueMap
}

/** A trial that was kept, and when the last of its runs ended. */
interface Replayed {
  readonly trial: number
  readonly all: ReadonlyArray<TrialOutcome>
  readonly endedAt: number
}

/** A batch that stops at a failure stages so many of the trials that are left; a batch that is resumed has all of them. */
const MOST_STAGED = 1000

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
    const store = yield* RunStore
    const interrupts = yield* Interrupts
    const policy = policyOf(batch)
    const begun = yield* Clock.currentTimeMillis
    const free = [...(policy.gpus?.devices ?? [])]
    const held = new Map<string, { readonly slot: Slot; readonly gpus: ReadonlyArray<string> }>()
    const outcomes = new Map<number, Array<TrialOutcome>>()
    const waiting: Array<Slot> = []
    const replayed: Array<Replayed> = []
    let chosen = 0
    let started = 0
    let over = false
    let exitStatus = 0
    let failedRun: RunRef | undefined

    /** What tells the repetitions of a trial apart. */
    const seedOf = (repeat: number) => (policy.repeat > 1 ? trialSeed(batch, repeat) : undefined)

    const record = (slot: Slot, outcome: TrialOutcome, endedAt?: number) =>
      Effect.gen(function* () {
        const all = [...(outcomes.get(slot.trial) ?? []), outcome]
        outcomes.set(slot.trial, all)
        if (outcome.endsBatch) {
          over = true
          exitStatus = 1
          failedRun ??= outcome.run
        }
        if (all.length < policy.repeat) return
        outcomes.delete(slot.trial)
        if (endedAt === undefined) yield* chooser.ended(slot.trial, all)
        else replayed.push({ trial: slot.trial, all, endedAt })
      })

    /** Those that nobody was told of come last. */
    const rank = ({ trial }: Replayed): number =>
      chooser.reported.includes(trial) ? chooser.reported.indexOf(trial) : chooser.reported.length

    /** Tells of trials that were kept, in the order in which it was told before, or else in which they ended. */
    const replay = Effect.suspend(() =>
      Effect.forEach(
        replayed.splice(0).sort((a, b) => rank(a) - rank(b) || a.endedAt - b.endedAt),
        ({ trial, all }) => chooser.ended(trial, all),
        { discard: true }
      )
    )

    /** The runs of the trial that is due; none where there are no more. */
    const choose = Effect.gen(function* () {
      const trial = chosen
      const flags = yield* chooser.choose(trial)
      if (flags === undefined) return []
      chosen += 1
      return Array.from({ length: policy.repeat }, (_, repeat): Slot => ({ trial, repeat, flags }))
    })

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
        yield* record(slot, outcome, run.stopped ?? 0)
      })

    /**
     * Goes through the trials that were chosen before the batch was ended. Those that are there had all ended before any that is run
     * now: whoever chooses hears of them first.
     */
    const goThroughRecorded = Effect.gen(function* () {
      while (chosen < chooser.recorded) {
        const slots = yield* choose
        if (slots.length === 0) break
        for (const slot of slots) {
          const run = yield* instead(slot)
          if (run === undefined) waiting.push(slot)
          else yield* skip(slot, run)
        }
      }
      yield* replay
    })

    const nextSlot = Effect.gen(function* () {
      if (chosen < chooser.recorded) yield* goThroughRecorded
      const first = waiting.shift()
      if (first !== undefined) return first
      // What is suggested now hangs on all that came of the trials before it.
      yield* replay
      const [slot, ...others] = yield* choose
      waiting.push(...others)
      return slot
    })

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
        if (over || free.length < (policy.gpus?.each ?? 0)) return undefined
        const slot = yield* nextSlot
        if (slot === undefined) return undefined
        const run = yield* instead(slot)
        if (run !== undefined) yield* skip(slot, run)
        else if (yield* spent) over = true
        else return start(slot)
      }
    })

    /**
     * Stages the trials that were not started, for whoever wants to start them, and as if they had been staged before the others were
     * started: lists have them below what was run.
     */
    const stageRest = Effect.gen(function* () {
      const quiet = {
        ...running,
        say: () => Effect.void,
        hooks: { ...running.hooks, onStaged: () => Effect.void }
      }
      const failed = failedRun === undefined ? undefined : Option.getOrUndefined(yield* store.read(failedRun))
      for (let at = 0; at < MOST_STAGED; at++) {
        yield* unlessAsked
        const slot = yield* nextSlot
        if (slot === undefined) return
        if (kept.take(slot.flags, seedOf(slot.repeat)) !== undefined) continue
        const { run } = yield* stageTrial(quiet, slot.flags, { repeat: slot.repeat, gpus: undefined })
        if (failed?.started !== undefined) yield* store.writeAttr(run, "started", failed.started - MOST_STAGED + at)
      }
    })

    const { outside } = chooser
    const source = {
      next,
      outside: outside === undefined ? undefined : { ...outside, open: () => !over && outside.open() },
      settled: (id: string, exit: Exit.Exit<TrialOutcome, Effect.Effect.Error<ReturnType<typeof runTrial>>>) =>
        Effect.gen(function* () {
          const of = held.get(id)
          held.delete(id)
          free.push(...(of?.gpus ?? []))
          if (Exit.isFailure(exit)) return wasAsked(exit.cause) ? undefined : yield* exit
          if (of !== undefined) yield* record(of.slot, exit.value)
        })
    }
    return { source, stageRest, exitStatus: () => exitStatus } as const
  })
