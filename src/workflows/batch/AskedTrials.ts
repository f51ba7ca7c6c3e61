import { Deferred, Effect, Either, Fiber } from "effect"
import { completeTrial } from "../../domain/batch/TrialFlags.ts"
import { OptimizerFailed } from "../../domain/batch/TrialErrors.ts"
import type { TrialCall } from "../../domain/batch/TrialCall.ts"
import type { TrialList } from "../../domain/batch/TrialList.ts"
import { listOfTrials } from "../../domain/batch/TrialList.ts"
import { TrialsUnknown } from "../../domain/optimizer/Search.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import { Terminal } from "../../services/Terminal.ts"
import { TrialDesk } from "../../services/TrialDesk.ts"
import { initBatch } from "../RunBatch.ts"
import { unlessAsked } from "../UntilAsked.ts"
import type { Answer } from "./AnswerCalls.ts"
import { answerCalls } from "./AnswerCalls.ts"
import type { BatchPlan } from "./BatchPlan.ts"
import { hasOptimizerProcess, knownTrials } from "./BatchPlan.ts"
import { optimizerProcess } from "./OptimizerProcess.ts"
import { attrsAnswer } from "./RunOptimizer.ts"
import type { BatchHooks } from "./Running.ts"
import { batchReport } from "./TrialReports.ts"

/** Guild AI's way to tell an optimizer that its trials are not to be run. */
const PREVIEW_ENV = { PRINT_TRIALS: "1" }

const hooks: BatchHooks = { quiet: true, onSourceWarning: () => Effect.void, onStaged: () => Effect.void }

/** A trial that would be run. */
const planned = (flags: ValueMap): ValueMap =>
  mapOf([
    ["run", null],
    ["flags", flags],
    ["status", "planned"],
    ["exit_status", null],
    ["objective", null],
    ["scalars", {}],
    ["summaries", []]
  ])

/**
 * The trials that the process of an optimizer asks for in lists, none of which is run: it is started in a directory that goes
 * again. Fails with `TrialsUnknown` where it wants to know what comes of a trial.
 */
const askedTrials = (batch: BatchPlan, what: TrialsUnknown["what"]) =>
  Effect.scoped(
    Effect.gen(function* () {
      const terminal = yield* Terminal
      const desk = yield* (yield* TrialDesk).open
      const request = { ...batch.request, runDir: `${desk.dir}/run`, runId: undefined }
      const { plan, proto, run } = yield* initBatch({ ...batch, request }, hooks)
      const trials: Array<ValueMap> = []
      const giveUp = yield* Deferred.make<void>()
      const printed: Array<Uint8Array> = []
      let isSequential = false

      const list = (given: ReadonlyArray<ValueMap>): Answer =>
        Either.all(
          given.map((flags) =>
            completeTrial(batch.protoFlags, flags, {
              force: request.forceFlags,
              operation: batch.basis.opName
            })
          )
        ).pipe(
          Either.mapLeft(({ message }) => ({ kind: "invalid", message })),
          Either.map((complete) => {
            const room = (request.batch.maxTrials ?? Infinity) - trials.length
            const taken = complete.slice(0, Math.max(0, room))
            trials.push(...taken)
            return { trials: taken.map(planned) }
          })
        )

      const handle = (call: TrialCall) => {
        switch (call.do) {
          case "batch":
            return Effect.succeed<Answer>(Either.right({ batch: batchReport(batch, { run, proto }) }))
          case "trials":
            return Effect.sync(() => list(call.trials))
          case "results":
            return Effect.succeed<Answer>(Either.right({ trials: [] }))
          case "attrs":
            return attrsAnswer({ run, proto }, call.run)
          case "run":
            isSequential = true
            return Effect.as(
              Deferred.succeed(giveUp, undefined),
              Either.left({ kind: "over", message: new TrialsUnknown({ what }).message }) satisfies Answer
            )
        }
      }

      yield* Effect.forkScoped(answerCalls(desk.calls, terminal.err, handle))
      const fiber = yield* Effect.fork(
        optimizerProcess({
          ...{ plan, run, desk, env: PREVIEW_ENV, giveUp, quiet: true },
          tee: (chunk) => void printed.push(chunk.slice())
        })
      )
      yield* Effect.addFinalizer(() => Effect.zipRight(Deferred.succeed(giveUp, undefined), Fiber.await(fiber)))
      const exitStatus = yield* Fiber.join(fiber)
      yield* unlessAsked
      if (isSequential) return yield* new TrialsUnknown({ what })
      if (exitStatus !== 0) {
        for (const chunk of printed) terminal.write(chunk, 1)
        return yield* new OptimizerFailed({ operation: batch.batchOp.opName, exitStatus })
      }
      return listOfTrials(trials)
    })
  )

/** The trials of a batch, for what is done with them before any is run. Fails where they cannot be known, or cannot be. */
export const trialsBeforehand = (batch: BatchPlan, what: TrialsUnknown["what"]) =>
  Effect.gen(function* () {
    const trials: TrialList = yield* hasOptimizerProcess(batch) ? askedTrials(batch, what) : knownTrials(batch, what)
    return trials
  })
