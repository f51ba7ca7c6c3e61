import { Effect, Option } from "effect"
import { runEnv, savedEnv } from "../../domain/runs/RunEnv.ts"
import { STEP_RUNS } from "../../domain/steps/StepLog.ts"
import type { Value } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import type { OutputSink } from "../../services/Processes.ts"
import { RunOutput } from "../../services/RunOutput.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { PlannedRun } from "../../steps/InitRunDir.ts"
import { keepingTerminal } from "./StepTerminal.ts"

/** Where the output of a stepped run goes besides its own capture. */
export interface SteppedOutput {
  readonly quiet: boolean
  readonly tee: OutputSink | undefined
}

/** What a stepped run has printed, where it goes on after an earlier start: its finished steps print nothing any more. */
const printedBefore = ({ run }: PlannedRun) =>
  Effect.gen(function* () {
    const log = yield* Effect.orElseSucceed((yield* RunStore).readAttr(run, STEP_RUNS), Option.none<Value>)
    return Option.isNone(log) ? [] : yield* Effect.orElseSucceed((yield* RunOutput).lines(run), () => [])
  })

/**
 * A run without a process of its own, while `work` is done in its name: it is running, locked by this guild, and what the work says
 * is its output, shown unless it is quiet. Gives what the work gives.
 */
export const inSteppedRun = <E, R>(
  planned: PlannedRun,
  { quiet, tee }: SteppedOutput,
  work: Effect.Effect<number, E, R>
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { plan, run } = planned
      const store = yield* RunStore
      const host = yield* Host
      const before = yield* printedBefore(planned)
      const output = host.env["NO_RUN_OUTPUT"] === "1" ? undefined : yield* (yield* RunOutput).writer(run)
      for (const { stream, text, timeMs } of before)
        output?.write(new TextEncoder().encode(`${text}\n`), stream, timeMs)
      yield* store.stamp(run, "started")
      yield* store.writeAttr(run, "env", mapOf(Object.entries(savedEnv(runEnv(plan, run, host), plan.envSecrets))))
      // The lock comes before the other markers go, so that the run is never seen as one that vanished.
      yield* store.mark(run, "LOCK", String(host.pid))
      yield* store.unmark(run, "PENDING")
      yield* store.unmark(run, "STAGED")
      const keep: ReadonlyArray<OutputSink> = [
        ...(output === undefined
          ? []
          : [(chunk: Uint8Array, stream: 0 | 1, timeMs: number) => output.write(chunk, stream, timeMs)]),
        ...(tee === undefined ? [] : [tee])
      ]
      return yield* Effect.provideService(work, Terminal, yield* keepingTerminal(keep, quiet))
    })
  )
