import { Cause, Clock, Context, Effect, Either, Scope } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { GUILD_DIR } from "../domain/runs/RunLayout.ts"
import { printableLines } from "../domain/text/Printable.ts"
import { RunStore } from "../services/RunStore.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { Terminal } from "../services/Terminal.ts"
import { fromValue, toValue } from "./Data.ts"
import type { NodeError } from "./Errors.ts"
import { DataInvalid, NodeRunFailed } from "./Errors.ts"
import { CurrentRun, Log } from "./Log.ts"
import type { Body, NodeServices } from "./NodeRun.ts"
import { messageOf, traceOf } from "./Reasons.ts"
import { withRunConsole } from "./RunConsole.ts"
import { asRunFailure, keepOutput } from "./RunResult.ts"

const logFor = (run: RunRef) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const terminal = yield* Terminal
    const scalars = yield* (yield* ScalarLog).writer(`${run.dir}/${GUILD_DIR}`)
    return Log.of({
      scalar: (tag, value, step = 0) =>
        Effect.map(Clock.currentTimeMillis, (now) => scalars.add({ tag, value, step, wallTime: now / 1000 })),
      print: (text) => terminal.out(printableLines(text)),
      attr: (name, value) => store.writeAttr(run, name, value)
    })
  })

/** A function that throws is a run that failed, as any program that crashes. */
const crashed = (operation: string, run: RunRef, defect: unknown) => {
  const reason = defect instanceof Error ? `${defect.name}: ${defect.message}` : messageOf(defect)
  return new NodeRunFailed({ operation, run: run.id, reason, trace: traceOf(defect) })
}

/** A function that interrupts itself has failed. One that is interrupted by whoever waits for it is over, and nobody asks how. */
const failingOnItsOwn = <A, E, R>(operation: string, run: RunRef, work: Effect.Effect<A, E, R>) =>
  Effect.uninterruptibleMask((restore) =>
    Effect.catchAllCause(restore(work), (cause): Effect.Effect<never, E | NodeRunFailed> => {
      if (!Cause.isInterruptedOnly(cause)) return Effect.failCause(cause)
      const failed = new NodeRunFailed({ operation, run: run.id, reason: "it interrupted itself" })
      // Interrupted from outside, this goes no further than to where it may be.
      return Effect.zipRight(restore(Effect.void), failed)
    })
  )

/** What is no data once it is encoded, such as a Date as it is, is none when a restart reads it. */
const warnUnlessKept = <A>(
  operation: string,
  encoded: unknown,
  { decode }: Pick<Extract<Body<A, unknown, unknown>, { kind: "function" }>, "decode">
) =>
  Effect.gen(function* () {
    const kept = encoded === undefined ? Either.right(undefined) : decode(fromValue(toValue(encoded)))
    if (Either.isLeft(kept))
      yield* (yield* Terminal).warn(
        `a restart cannot read what ${operation} gave and runs it again: ${kept.left}\nUse a Schema that encodes to JSON.`
      )
  })

/** The effect of a function with all that guild provides to it. Its scope is closed when it ends, before its run does. */
const provided = <A, E, R>(
  run: RunRef,
  log: typeof Log.Service,
  { effect }: Pick<Extract<Body<A, E, R>, { kind: "function" }>, "effect">
): Effect.Effect<A, E, R | NodeServices> =>
  Effect.scoped(
    Effect.flatMap(Effect.scope, (scope) =>
      Effect.mapInputContext(effect, (around: Context.Context<R | NodeServices>) =>
        around.pipe(Context.add(Log, log), Context.add(CurrentRun, run), Context.add(Scope.Scope, scope))
      )
    )
  )

/** Runs a function in the name of a run that has its directory. Its scalars and what it gives are the run's. */
export const performFunction = <A, E, R>(
  operation: string,
  run: RunRef,
  body: Extract<Body<A, E, R>, { kind: "function" }>
): Effect.Effect<A, E | NodeError, R | NodeServices> =>
  Effect.scoped(
    Effect.gen(function* () {
      const log = yield* logFor(run)
      const work = Effect.catchAllDefect(provided(run, log, body), (defect) => crashed(operation, run, defect))
      const value = yield* failingOnItsOwn(operation, run, withRunConsole(work))
      const encoded = yield* Effect.mapError(
        body.encode(value),
        (reason) => new DataInvalid({ operation, what: "output", reason })
      )
      yield* Effect.mapError(keepOutput(run, encoded, true), asRunFailure(operation, run))
      yield* warnUnlessKept(operation, encoded, body)
      return value
    })
  )
