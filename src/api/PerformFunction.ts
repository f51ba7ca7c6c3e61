import { Clock, Context, Effect } from "effect"
import type { RunRef } from "../domain/runs/Run.ts"
import { GUILD_DIR } from "../domain/runs/RunLayout.ts"
import { printableLines } from "../domain/text/Printable.ts"
import { RunStore } from "../services/RunStore.ts"
import { ScalarLog } from "../services/ScalarLog.ts"
import { Terminal } from "../services/Terminal.ts"
import { traceOf } from "./Crash.ts"
import type { NodeError } from "./Errors.ts"
import { DataInvalid, NodeRunFailed } from "./Errors.ts"
import { CurrentRun, Log } from "./Log.ts"
import type { Body, NodeServices } from "./NodeRun.ts"
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

/** A function that throws is a run that failed, as any program that crashes; where it did is in the run's output. */
const crashed = (operation: string, run: RunRef, defect: unknown) =>
  Effect.gen(function* () {
    yield* (yield* Terminal).err(printableLines(traceOf(defect)))
    const reason = defect instanceof Error ? `${defect.name}: ${defect.message}` : String(defect)
    return yield* new NodeRunFailed({ operation, run: run.id, reason })
  })

/** Runs a function in the name of a run that has its directory. Its scalars and what it gives are the run's. */
export const performFunction = <A, E, R>(
  operation: string,
  run: RunRef,
  body: Extract<Body<A, E, R>, { kind: "function" }>
): Effect.Effect<A, E | NodeError, R | NodeServices> =>
  Effect.scoped(
    Effect.gen(function* () {
      const log = yield* logFor(run)
      const value = yield* Effect.mapInputContext(body.effect, (own: Context.Context<R | NodeServices>) =>
        own.pipe(Context.add(Log, log), Context.add(CurrentRun, run))
      ).pipe(Effect.catchAllDefect((defect) => crashed(operation, run, defect)))
      const encoded = yield* Effect.mapError(
        body.encode(value),
        (reason) => new DataInvalid({ operation, what: "output", reason })
      )
      yield* Effect.mapError(keepOutput(run, encoded, true), asRunFailure(operation, run))
      return value
    })
  )
