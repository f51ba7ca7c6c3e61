import { Data, Deferred, Effect, Either, Queue } from "effect"
import { completeTrial } from "../../domain/batch/TrialFlags.ts"
import type { ValueMap } from "../../domain/Value.ts"
import type { Chooser } from "./Chooser.ts"
import type { BatchPlan } from "./BatchPlan.ts"
import type { TrialOutcome } from "./Running.ts"

/** Why a trial that was asked for is not run. */
export class TrialRefused extends Data.TaggedError("TrialRefused")<{
  /** `over` means that the batch has come to its end; what is `invalid` might be asked otherwise. */
  readonly kind: "over" | "invalid"
  readonly message: string
}> {}

/** A trial that has ended, with all its repetitions. */
export interface EndedTrial {
  readonly flags: ValueMap
  readonly outcomes: ReadonlyArray<TrialOutcome>
}

interface Asked {
  readonly flags: ValueMap
  readonly done: Deferred.Deferred<EndedTrial, TrialRefused>
  /** One of several that were asked for at once. */
  readonly isListed: boolean
  readonly says: boolean
  readonly isGone: () => boolean
}

/** What is asked for, and by whom. */
export interface Asking {
  readonly isListed: boolean
  /** Whether guild says it when such a trial fails; otherwise that is left to whoever asked. */
  readonly says: boolean
  /** Whether whoever asks has hung up: what it asked for and was not begun is not run. */
  readonly isGone: () => boolean
}

/** Where the trials that somebody asks for meet the scheduler that runs them. */
export interface OptimizerSession {
  readonly chooser: Chooser
  /** Runs trials, as many at a time as the batch may, and gives each when all have ended. */
  readonly run: (
    trials: ReadonlyArray<ValueMap>,
    asking: Asking
  ) => Effect.Effect<ReadonlyArray<EndedTrial>, TrialRefused>
  /** Whether somebody was told that the batch runs no more trials. */
  readonly wasRefused: () => boolean
  /** Trials that have ended, in the order of their ends. */
  readonly ended: () => ReadonlyArray<EndedTrial>
  /**
   * Takes no more trials. Those that wait one by one are refused; of lists the rest stays to be chosen, for whoever stages it.
   * Gives how many were refused.
   */
  readonly close: (why: string) => Effect.Effect<number>
  /** Refuses whatever still waits. */
  readonly end: Effect.Effect<void>
}

/** A session of a batch, open for as many trials as it may run. */
export const optimizerSession = ({ basis, protoFlags, request }: BatchPlan) =>
  Effect.gen(function* () {
    const news = yield* Queue.sliding<void>(1)
    const most = request.batch.maxTrials ?? Infinity
    const waiting: Array<Asked> = []
    const running = new Map<number, Asked>()
    const ended: Array<EndedTrial> = []
    let accepted = 0
    let closed: string | undefined
    let refused = false

    const over = (message: string) => {
      refused = true
      return new TrialRefused({ kind: "over", message })
    }

    const refuse = ({ done }: Asked) => Effect.suspend(() => Deferred.fail(done, over(closed ?? "the batch is over")))

    const choose = (trial: number): ValueMap | undefined => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        if (next.isGone()) continue
        running.set(trial, next)
        return next.flags
      }
      return undefined
    }

    const chooser: Chooser = {
      recorded: 0,
      reported: [],
      choose: (trial) => Effect.sync(() => choose(trial)),
      isToldOf: (trial) => running.get(trial)?.says === false,
      ended: (trial, outcomes) =>
        Effect.suspend(() => {
          const asked = running.get(trial)
          if (asked === undefined) return Effect.void
          running.delete(trial)
          const end = { flags: asked.flags, outcomes }
          ended.push(end)
          return Deferred.succeed(asked.done, end)
        }),
      outside: { wake: Queue.take(news), open: () => closed === undefined }
    }

    const run: OptimizerSession["run"] = (trials, asking) =>
      Effect.gen(function* () {
        const all = yield* Either.all(
          trials.map((given) =>
            completeTrial(protoFlags, given, { force: request.forceFlags, operation: basis.opName })
          )
        ).pipe(Either.mapLeft(({ message }) => new TrialRefused({ kind: "invalid", message })))
        if (closed !== undefined) return yield* over(closed)
        const room = most - accepted
        if (room <= 0 && all.length > 0)
          return yield* over(`the batch has run its ${most} trial${most === 1 ? "" : "s"} (--max-trials)`)
        const taken: Array<Asked> = []
        for (const flags of all.slice(0, room))
          taken.push({ ...asking, flags, done: yield* Deferred.make<EndedTrial, TrialRefused>() })
        accepted += taken.length
        waiting.push(...taken)
        yield* Queue.offer(news, undefined)
        return yield* Effect.forEach(taken, ({ done }) => Deferred.await(done))
      })

    return {
      chooser,
      run,
      wasRefused: () => refused,
      ended: () => ended,
      close: (why) =>
        Effect.gen(function* () {
          closed ??= why
          const single = waiting.filter(({ isListed }) => !isListed)
          waiting.splice(0, waiting.length, ...waiting.filter(({ isListed }) => isListed))
          yield* Effect.forEach(single, refuse, { discard: true })
          yield* Queue.offer(news, undefined)
          return single.filter(({ isGone }) => !isGone()).length
        }),
      end: Effect.suspend(() => Effect.forEach([...waiting.splice(0), ...running.values()], refuse, { discard: true }))
    } satisfies OptimizerSession
  })
