import { Clock, Effect, Exit } from "effect"
import { signalStatus } from "../domain/Interrupted.ts"
import type { QueueNews } from "../domain/queue/QueueLines.ts"
import { QUEUE, queueLevel, queueMessage } from "../domain/queue/QueueLines.ts"
import type { QueueSettings } from "../domain/queue/QueueSettings.ts"
import { queueSettings } from "../domain/queue/QueueSettings.ts"
import type { Run, RunRef } from "../domain/runs/Run.ts"
import { runEnv, savedEnv } from "../domain/runs/RunEnv.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import { localTime } from "../domain/time/LocalTime.ts"
import { mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import type { OutputSink } from "../services/Processes.ts"
import { RunOutput } from "../services/RunOutput.ts"
import { RunStore } from "../services/RunStore.ts"
import { Terminal } from "../services/Terminal.ts"
import { claimRun } from "../steps/ClaimRun.ts"
import { finishRun } from "../steps/FinishRun.ts"
import { initRunDir } from "../steps/InitRunDir.ts"
import { recordContext } from "../steps/RecordContext.ts"
import { writeAttrs } from "../steps/WriteAttrs.ts"
import { queueSource } from "./QueueSource.ts"
import { forgetEnd, letGo } from "./RestartRun.ts"
import { abandon } from "./RunOperation.ts"
import { schedule } from "./Schedule.ts"
import { unlessAsked, untilAsked } from "./UntilAsked.ts"

/** Shows and keeps everything that a queue and its runs print, and says what there is to say, each thing once in a row. */
const voice = (run: RunRef, quiet: boolean) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { env } = yield* Host
    const output = env["NO_RUN_OUTPUT"] === "1" ? undefined : yield* (yield* RunOutput).writer(run)
    const sink: OutputSink = (chunk, stream, timeMs) => {
      output?.write(chunk, stream, timeMs)
      if (!quiet) terminal.write(chunk, stream)
    }
    const say = (news: QueueNews) =>
      Effect.map(Clock.currentTimeMillis, (now) => {
        const line = terminal.logLine(queueLevel(news), queueMessage(news, localTime(now)), QUEUE)
        if (line !== undefined) sink(new TextEncoder().encode(`${line}\n`), 1, now)
      })
    return { sink, say }
  })

const work = (run: RunRef, settings: QueueSettings, quiet: boolean) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { say, sink } = yield* voice(run, quiet)
      if (settings.runOnce) yield* say({ kind: "processing" })
      yield* schedule(queueSource({ settings, say, sink }), { jobs: 1 })
      return 0
    })
  )

/** From the moment that a queue has its directory: it is a run that runs, and its end is recorded. */
const runPrepared = (plan: RunPlan, run: RunRef, quiet: boolean) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const host = yield* Host
    yield* store.stamp(run, "started")
    yield* store.writeAttr(run, "env", mapOf(Object.entries(savedEnv(runEnv(plan, run, host), plan.envSecrets))))
    yield* store.mark(run, "LOCK", String(host.pid))
    yield* store.unmark(run, "PENDING")
    yield* store.unmark(run, "STAGED")
    const ended = yield* work(run, queueSettings(plan.flags), quiet).pipe(
      Effect.catchTag("Interrupted", ({ signal }) => Effect.succeed(signalStatus(signal))),
      Effect.exit
    )
    yield* finishRun.run({ run, exitStatus: Exit.getOrElse(ended, () => 1) })
    return { run, exitStatus: yield* ended }
  }).pipe(Effect.onInterrupt(() => Effect.ignore(finishRun.run({ run, exitStatus: signalStatus("SIGINT") }))))

/**
 * Runs a queue to its end: it starts the staged runs of the Guild home one after the other, the longest staged first, and waits for
 * more until it is asked to stop; with `run-once` it ends when none is left. What its runs print is kept as its own output as well.
 */
export const runQueue = (asked: RunPlan, quiet: boolean) =>
  Effect.gen(function* () {
    yield* unlessAsked
    // A queue belongs to no project, whatever directory it is started in.
    const plan = { ...asked, projectDir: "/" }
    const { run } = yield* initRunDir.run({ plan })
    return yield* Effect.gen(function* () {
      yield* untilAsked(recordContext.run({ plan, run }))
      return yield* runPrepared(plan, run, quiet)
    }).pipe(Effect.onError((cause) => abandon(run, cause)))
  })

/** Runs a queue that is on disk again, staged or stopped before, in its own directory. */
export const restartQueue = (plan: RunPlan, run: Run, quiet: boolean) =>
  Effect.zipRight(
    Effect.zipRight(unlessAsked, claimRun.run(run)),
    Effect.gen(function* () {
      yield* writeAttrs(run, plan.attrs)
      yield* forgetEnd(run)
      return yield* runPrepared(plan, run, quiet)
    }).pipe(Effect.onError((cause) => letGo(run, cause)))
  )
