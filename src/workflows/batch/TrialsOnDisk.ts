import { Effect, Option } from "effect"
import { flagsKey } from "../../domain/batch/FlagsKey.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { isList, toNumber } from "../../domain/Value.ts"
import { RunStore } from "../../services/RunStore.ts"
import { claimRun } from "../../steps/ClaimRun.ts"
import { giveUp, unmarkLeftOver } from "../EndLeftOver.ts"
import { STEP_RUNS } from "../../domain/steps/StepLog.ts"
import { linkedTrials } from "./LinkedTrials.ts"
import { wasStoppedEarly } from "./OutcomeOf.ts"

/** The attribute of a batch that names trials which failed because guild was asked to stop, for one that is resumed. */
const CUT_ATTR = "cut_trials"

const cutTrials = (batch: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const known = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(batch, CUT_ATTR), Option.none))
    return isList(known) ? known.filter((id) => typeof id === "string") : []
  })

/** Trials that run side by side are asked to stop at the same moment. */
const noting = Effect.unsafeMakeSemaphore(1)

/** Keeps in mind that a trial did not fail by itself. */
export const noteCut = (batch: RunRef, trial: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    yield* store.writeAttr(batch, CUT_ATTR, [...(yield* cutTrials(batch)), trial.id])
  }).pipe(noting.withPermits(1), Effect.ignore)

/** The attribute of a batch that has every suggestion of its optimizer: with the trials, all that the optimizer knows. */
export const SUGGESTIONS_ATTR = "suggestions"

/** The attribute of a batch that numbers the trials which its optimizer was told of, in the order in which it was. */
export const REPORTED_ATTR = "reported_trials"

/** The attribute of a batch that names the runs from before, of which its optimizer has learnt. */
export const PREVIOUS_ATTR = "previous_trials"

/** Removes what a batch keeps to go on from, as it starts from the beginning. */
export const forgetSearch = (batch: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    yield* store.removeAttr(batch, SUGGESTIONS_ATTR)
    yield* store.removeAttr(batch, REPORTED_ATTR)
    yield* store.removeAttr(batch, PREVIOUS_ATTR)
    yield* store.removeAttr(batch, CUT_ATTR)
  })

/** Trials that stand, each to be taken once for the flags it was run with. */
export interface Kept {
  /** The first of those with these flags, and with the random seed where one is given, that nobody has taken. */
  readonly take: (flags: ValueMap, seed?: number) => Run | undefined
}

/** A trial that stands, and the random seed that it was run with. */
export interface KeptTrial extends Run {
  readonly seed: number | undefined
}

export const nothingKept: Kept = { take: () => undefined }

/** What a batch that goes on has of its trials. */
export interface TrialsThere {
  /** They stand as they are. */
  readonly kept: Kept
  /** They have steps, and go on with those that are left. */
  readonly unfinished: Kept
}

export const noTrials: TrialsThere = { kept: nothingKept, unfinished: nothingKept }

/** Runs to be taken by their flags, in the order given. */
export const keptOf = (runs: ReadonlyArray<Run | KeptTrial>): Kept => {
  const byFlags = new Map<string, Array<Run | KeptTrial>>()
  for (const run of runs) {
    const key = flagsKey(run.flags)
    const same = byFlags.get(key)
    if (same === undefined) byFlags.set(key, [run])
    else same.push(run)
  }
  return {
    take: (flags, seed) => {
      const same = byFlags.get(flagsKey(flags)) ?? []
      const at = same.findIndex((run) => seed === undefined || !("seed" in run) || run.seed === seed)
      return at < 0 ? undefined : same.splice(at, 1)[0]
    }
  }
}

/** Whether what is on record is what the trial came to. A signal ends what is hopeless, and also what is only cut short. */
const stands = (run: Run, retryFailed: boolean, cut: ReadonlyArray<string>) =>
  run.exitStatus === undefined || run.exitStatus < 0
    ? wasStoppedEarly(run)
    : Effect.succeed(run.exitStatus === 0 || (!retryFailed && !cut.includes(run.id)))

/** Those that came to something first, so that a trial which was tried again counts by its success. */
const better = (a: Run, b: Run): number =>
  Number(a.exitStatus !== 0) - Number(b.exitStatus !== 0) || (a.initialized ?? 0) - (b.initialized ?? 0)

/**
 * Removes what a guild that was killed has left of trials that it was about to make, for one that has claimed the batch: nobody else
 * makes trials of it then.
 */
export const removeHalfMade = (batch: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    for (const trial of yield* store.halfMade(batch)) {
      yield* store.purge(trial)
      yield* store.purge({ id: trial.id, dir: `${batch.dir}/${trial.id}` })
    }
  }).pipe(Effect.ignore)

interface ResumeRule {
  /** Trials that failed by themselves are run again. */
  readonly retryFailed: boolean
}

/** The trials of a batch that goes on, told apart; nothing is done to them. */
export const trialsLeft = (batch: Run, { retryFailed }: ResumeRule) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const cut = yield* cutTrials(batch)
    const hasSteps = (run: Run) =>
      Effect.map(Effect.orElseSucceed(store.readAttr(run, STEP_RUNS), Option.none), Option.isSome)
    const kept: Array<Run> = []
    const unfinished: Array<Run> = []
    const rest: Array<Run> = []
    for (const run of yield* linkedTrials(batch)) {
      const isStaged = run.status._tag === "Staged"
      if (yield* stands(run, retryFailed, cut)) kept.push(run)
      else if (!isStaged && (yield* hasSteps(run))) unfinished.push(run)
      else rest.push(run)
    }
    return { kept: kept.sort(better), unfinished, rest }
  })

/**
 * The trials of a batch as they are on disk. Those that have come to their end are kept, the ones that went well first, and those
 * with steps are unfinished; of the others what is left goes to the trash, and a process that is still at it is ended first. A trial
 * that failed by itself stands unless `retryFailed`, and then stays where it is.
 */
export const trialsOnDisk = (batch: Run, rule: ResumeRule) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const { kept, rest, unfinished } = yield* trialsLeft(batch, rule)
    yield* Effect.forEach(kept, unmarkLeftOver, { discard: true })
    const staged: Array<Run> = []
    // The run goes to the trash, and the link to it, which leads nowhere then, goes for good.
    const drop = (run: Run) =>
      Effect.zipRight(store.trash(run), store.purge({ id: run.id, dir: `${batch.dir}/${run.id}` }))
    for (const run of rest) {
      if (run.status._tag === "Staged") {
        // It waits for whoever is first, which may be a queue.
        if (Option.isSome(yield* Effect.option(claimRun.run(run)))) yield* drop(run)
        else staged.push(run)
      } else if (run.exitStatus === undefined) yield* Effect.zipRight(giveUp(run), drop(run))
    }
    const withSeed = (run: Run) =>
      Effect.map(Effect.orElseSucceed(store.readAttr(run, "random_seed"), Option.none), (seed): KeptTrial => ({
        ...run,
        seed: toNumber(Option.getOrNull(seed))
      }))
    return {
      kept: yield* Effect.forEach([...kept, ...staged].sort(better), withSeed),
      unfinished: yield* Effect.forEach(unfinished, withSeed)
    }
  })
