import { Deferred, Effect, Either, Fiber } from "effect"
import { OVER_CODE } from "../../domain/batch/TrialErrors.ts"
import type { TrialCall } from "../../domain/batch/TrialCall.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import { PROTO_DIR } from "../../domain/runs/RunLayout.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import { mapOf } from "../../domain/Value.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { DeskCall } from "../../services/TrialDesk.ts"
import { TrialDesk } from "../../services/TrialDesk.ts"
import { schedule } from "../Schedule.ts"
import { unlessAsked } from "../UntilAsked.ts"
import type { Answer } from "./AnswerCalls.ts"
import { answerCalls } from "./AnswerCalls.ts"
import { policyOf } from "./BatchPlan.ts"
import { optimizerProcess } from "./OptimizerProcess.ts"
import type { Asking, OptimizerSession } from "./OptimizerSession.ts"
import { optimizerSession } from "./OptimizerSession.ts"
import type { Running } from "./Running.ts"
import { withEarlyStop } from "./RunTrials.ts"
import { batchReport, earlierTrials, trialReport } from "./TrialReports.ts"
import type { TrialSourceOptions } from "./TrialSource.ts"
import { trialSource } from "./TrialSource.ts"

/** The attributes of the batch, its prototype, or a trial that it has a link to. */
export const attrsAnswer = (running: Pick<Running, "run" | "proto">, which: string) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const { proto, run } = running
    const linked = yield* store.list({ archive: run.dir })
    const ref: RunRef | undefined =
      which === "batch" || which === run.id
        ? run
        : which === "proto"
          ? { ...proto, dir: `${run.dir}/${PROTO_DIR}` }
          : linked.find(({ id }) => id === which)
    if (ref === undefined)
      return Either.left({ kind: "invalid", message: `the batch has no trial ${which}` }) satisfies Answer
    return Either.right({ attrs: mapOf(yield* store.readAttrs(ref)) }) satisfies Answer
  })

const refusal = ({ kind, message }: { readonly kind: string; readonly message: string }): Answer =>
  Either.left({ kind, message })

/** What a call comes to while the trials of a batch are run. */
const handler =
  (running: Running, session: OptimizerSession) =>
  (call: TrialCall, { isGone }: DeskCall) => {
    const { batch } = running
    const report = (ended: Parameters<typeof trialReport>[1]) => trialReport(batch.objective, ended)
    const run = (trials: Parameters<OptimizerSession["run"]>[0], how: Pick<Asking, "isListed" | "says">) =>
      Effect.flatMap(session.run(trials, { ...how, isGone }), Effect.forEach(report))
    switch (call.do) {
      case "batch":
        return Effect.succeed<Answer>(Either.right({ batch: batchReport(batch, running) }))
      case "run":
        return run([call.flags], { isListed: false, says: call.says }).pipe(
          Effect.map(([trial = {}]): Answer => Either.right({ trial })),
          Effect.catchTag("TrialRefused", (refused) => Effect.succeed(refusal(refused)))
        )
      case "trials":
        return run(call.trials, { isListed: true, says: true }).pipe(
          Effect.map((trials): Answer => Either.right({ trials })),
          Effect.catchTag("TrialRefused", (refused) => Effect.succeed(refusal(refused)))
        )
      case "results":
        return Effect.gen(function* () {
          const trials = [...(yield* earlierTrials(running.run)), ...session.ended()]
          return Either.right({ trials: yield* Effect.forEach(trials, report) }) satisfies Answer
        })
      case "attrs":
        return attrsAnswer(running, call.run)
    }
  }

const endedBefore = (count: number): string =>
  `the optimizer ended before ${count === 1 ? "a trial that it had asked for was" : `${count} trials that it had asked for were`} run`

/**
 * Runs the process of an optimizer and the trials that it asks for, as many at a time as the batch may, and gives the exit status of
 * the batch: that of the process, unless a trial failed that must not. Trials that run when the process ends come to their end.
 * A batch that goes on starts the process anew; for trials that it asks for as before, those that are there stand.
 */
export const runOptimizer = (
  running: Running,
  plan: RunPlan,
  known: Pick<TrialSourceOptions, "kept" | "unfinished" | "done">
) =>
  Effect.scoped(
    Effect.gen(function* () {
      const { batch, hooks, output, run, say } = running
      const desk = yield* (yield* TrialDesk).open
      const session = yield* optimizerSession(batch)
      const watched = yield* withEarlyStop(running)
      yield* Effect.forkScoped(answerCalls(desk.calls, say, handler(watched, session)))
      const giveUp = yield* Deferred.make<void>()
      const process = optimizerProcess({
        plan,
        run,
        desk,
        env: {},
        quiet: hooks.quiet,
        tee: output === undefined ? undefined : (chunk, stream, timeMs) => output.write(chunk, stream, timeMs),
        giveUp
      })
      const fiber = yield* Effect.fork(
        Effect.ensuring(
          process,
          Effect.flatMap(session.close("the optimizer has ended"), (count) =>
            count === 0 ? Effect.void : say("WARNING", endedBefore(count))
          )
        )
      )
      // However this ends, the process does not outlive it.
      yield* Effect.addFinalizer(() => Effect.zipRight(Deferred.succeed(giveUp, undefined), Fiber.await(fiber)))
      const { source, stageRest, exitStatus } = yield* trialSource({
        running: watched,
        chooser: session.chooser,
        ...known
      })
      yield* schedule(source, { jobs: batch.request.batch.stageTrials ? 1 : policyOf(batch).jobs })
      yield* session.close("the batch runs no more trials")
      if (exitStatus() !== 0) yield* stageRest
      yield* session.end
      const own = yield* Fiber.join(fiber)
      yield* unlessAsked
      // A program says itself why it fails; one that was killed cannot. Of one whose time was up it has been said.
      if (own < 0 && plan.stopAfterMinutes === undefined)
        yield* say("ERROR", `the optimizer ${batch.batchOp.opName} was ended by signal ${-own}`)
      if (exitStatus() !== 0) return exitStatus()
      return own === OVER_CODE && session.wasRefused() ? 0 : own
    })
  )
