import { Effect } from "effect"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { TrialsUnknown } from "../../domain/optimizer/Search.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { NotABatch } from "../../domain/UserError.ts"
import { Terminal } from "../../services/Terminal.ts"
import { editFlags } from "../../workflows/EditFlags.ts"
import { prepareAgain } from "../../workflows/PrepareAgain.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import { prepareRun } from "../../workflows/PrepareRun.ts"
import { findOperation, resolveOperation } from "../../workflows/ResolveOperation.ts"
import { modelOf } from "../../workflows/resolve/ModelOf.ts"
import type { Input } from "../command/Command.ts"
import type { RunOptions } from "../command/RunOptions.ts"
import { renderModelHelp } from "../render/help-model.ts"
import { renderOpHelp } from "../render/help-op.ts"
import { findAgain } from "./run-again.ts"
import { markBackground, runInBackground, withPidfile } from "./run-background.ts"
import { isNeedless } from "./run-needed.ts"
import { basisFor, previewAndConfirm } from "./run-preview.ts"
import { printPrepared } from "./run-print.ts"
import { runRequest } from "./run-request.ts"
import type { Start } from "./run-start.ts"
import { start } from "./run-start.ts"
import { testFlags, testOutputAttrs, testOutputScalars, testSourcecode } from "./run-tests.ts"
import { runWithDeps } from "./run-with-deps.ts"

type RunInput = Input<RunOptions, { readonly words: ReadonlyArray<string> }>

/** The options that show something of an operation and run nothing. Gives whether one of them was asked for. */
const showOperation = (options: RunOptions, op: OpDef) =>
  Effect.gen(function* () {
    if (options.helpOp) yield* (yield* Terminal).out(renderOpHelp(op))
    else if (options.testSourcecode) yield* testSourcecode(op)
    else if (options.testOutputScalars !== undefined) yield* testOutputScalars(op, options.testOutputScalars)
    else if (options.testOutputAttrs !== undefined) yield* testOutputAttrs(op, options.testOutputAttrs)
    else return false
    return true
  })

/** Does with what was prepared what the options say. */
const act = (prepared: Prepared, request: RunRequest, options: RunOptions, mode: Start) =>
  Effect.gen(function* () {
    if (yield* printPrepared(prepared, request, options)) return
    if (options.stageTrials && prepared.kind === "batch" && !prepared.batch.canStageTrials)
      return yield* new TrialsUnknown({ what: "staging trials" })
    // The steps of an operation may be batches, whose trials are meant then.
    if (options.stageTrials && prepared.kind === "run" && prepared.basis.steps === undefined)
      return yield* new NotABatch({ what: "stage trials" })
    const restarted = mode.kind === "restart" ? mode.again.from : mode.kind === "resume" ? mode.from : undefined
    if (options.needed && (yield* isNeedless(prepared, restarted))) return
    if (!options.yes) yield* previewAndConfirm(prepared, mode)
    if (options.background || options.pidfile !== undefined)
      return yield* runInBackground(basisFor(prepared).opName, options.pidfile, {
        restarted,
        runDir: request.runDir
      })
    return yield* start(prepared, request, mode)
  })

const run = ({ options, args }: RunInput) =>
  Effect.gen(function* () {
    const found = yield* findAgain(options, args.words[0])
    if (found !== undefined) {
      const { again } = found
      const request = yield* Effect.flatMap(runRequest(found.options, args.words), markBackground)
      const prepared = yield* prepareAgain(again, request)
      const relabel = options.label !== undefined || options.tag.length > 0
      return yield* act(
        prepared,
        request,
        found.options,
        options.resume !== undefined
          ? { kind: "resume", from: again.from, retryFailed: options.retryFailed }
          : again.how === "restart"
            ? { kind: "restart", again, relabel }
            : { kind: options.stage ? "stage" : "run" }
      )
    }
    const asked = yield* Effect.flatMap(runRequest(options, args.words), markBackground)
    if (options.testFlags) return yield* testFlags(asked.opSpec)
    if (options.helpModel) {
      const model = yield* Effect.flatMap(findOperation(asked.opSpec), modelOf)
      return yield* (yield* Terminal).out(renderModelHelp(model))
    }
    const op = yield* resolveOperation(asked.opSpec)
    if (yield* showOperation(options, op)) return
    const request = options.editFlags ? yield* editFlags(op, asked) : asked
    const ready = yield* runWithDeps(op, request, options)
    if (ready === undefined) return
    return yield* act(yield* prepareRun(op, ready.request), ready.request, ready.options, {
      kind: options.stage ? "stage" : "run"
    })
  })

/** `guild run`. */
export const handle = (input: RunInput) => withPidfile(run(input))
