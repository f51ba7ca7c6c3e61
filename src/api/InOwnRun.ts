import { Cause, Context, Effect, Exit, Ref } from "effect"
import { signalStatus } from "../domain/Interrupted.ts"
import type { RunRef } from "../domain/runs/Run.ts"
import { printableLines } from "../domain/text/Printable.ts"
import { Terminal } from "../services/Terminal.ts"
import type { PlannedRun } from "../steps/InitRunDir.ts"
import { finishRun } from "../steps/FinishRun.ts"
import { inSteppedRun } from "../workflows/steps/SteppedRun.ts"
import { NodeRunFailed } from "./Errors.ts"
import type { NodeServices } from "./NodeRun.ts"
import { messageOf } from "./Reasons.ts"

/** Why work failed, for the output of its run: which run it is needs no saying there. */
const whyOf = (run: RunRef, cause: Cause.Cause<unknown>): string => {
  const error = Cause.squash(cause)
  return error instanceof NodeRunFailed && error.run === run.id ? (error.trace ?? error.reason) : messageOf(error)
}

const exitStatusOf = (exit: Exit.Exit<unknown, unknown>): number =>
  Exit.isSuccess(exit) ? 0 : Cause.isInterruptedOnly(exit.cause) ? signalStatus("SIGTERM") : 1

/**
 * Does work of this process as a run that has its directory: what the work says is the run's output, how it ends is the run's end,
 * and why it failed is the last that the run prints. Gives what the work gives. Interrupted, the run is recorded as terminated.
 *
 * @param failed what a failure of guild's own is for the caller
 * @param prepare what is done before the run counts as started
 */
export const inOwnRun = <A, E, E2, R>(
  planned: PlannedRun,
  quiet: boolean,
  work: Effect.Effect<A, E, R | NodeServices>,
  failed: (error: { readonly message: string }) => E2,
  prepare: Effect.Effect<unknown, E2, R | NodeServices> = Effect.void
): Effect.Effect<A, E | E2, R | NodeServices> =>
  Effect.uninterruptibleMask((restore) =>
    Effect.gen(function* () {
      const outcome = yield* Ref.make<Exit.Exit<A, E>>(Exit.die("the run did not come to its end"))
      const around = yield* Effect.context<R | NodeServices>()
      // The terminal of the run is the one that keeps what is said; all else is as around it.
      const told = Effect.mapInputContext(work, (own: Context.Context<Terminal>) => Context.merge(around, own)).pipe(
        Effect.tapErrorCause((cause) =>
          Cause.isInterruptedOnly(cause)
            ? Effect.void
            : Effect.flatMap(Terminal, (terminal) => terminal.err(printableLines(whyOf(planned.run, cause))))
        ),
        Effect.onExit((exit) => Ref.set(outcome, exit)),
        Effect.as(0)
      )
      const counted = Effect.catchAllCause(told, (cause) =>
        Cause.isInterrupted(cause) ? Effect.interrupt : Effect.succeed(1)
      )
      const all = Effect.mapError(inSteppedRun(planned, { quiet, tee: undefined }, counted), failed)
      const ended = yield* Effect.exit(restore(Effect.zipRight(prepare, all)))
      const exitStatus = Exit.isSuccess(ended) ? ended.value : exitStatusOf(ended)
      yield* Effect.mapError(finishRun.run({ run: planned.run, exitStatus }), failed)
      if (Exit.isFailure(ended)) return yield* Effect.failCause(ended.cause)
      return yield* yield* Ref.get(outcome)
    })
  )
