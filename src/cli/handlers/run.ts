import { Effect } from "effect"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { TrialsUnknown } from "../../domain/optimizer/Search.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { NotABatch } from "../../domain/UserError.ts"
import { Terminal } from "../../services/Terminal.ts"
import { editFlags } from "../../workflows/EditFlags.ts"
import { operationAgain, prepareAgain } from "../../workflows/PrepareAgain.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import { prepareRun } from "../../workflows/PrepareRun.ts"
import { findOperation, resolveOperation, withScriptFlags } from "../../workflows/ResolveOperation.ts"
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

/** Whether something of an operation is to be shown, and nothing is to be run. */
const isShown = (options: RunOptions): boolean =>
  options.helpOp ||
  options.helpModel ||
  options.testFlags ||
  options.testSourcecode ||
  options.testOutputScalars !== undefined ||
  options.testOutputAttrs !== undefined

/** Shows what the options ask of an operation, whose script's flags are not yet imported. */
const showOperation = (options: RunOptions, found: OpDef) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    if (options.testFlags) return yield* testFlags(found)
    if (options.helpModel) return yield* terminal.out(renderModelHelp(yield* modelOf(found)))
    const op = yield* withScriptFlags(found)
    if (options.helpOp) return yield* terminal.out(renderOpHelp(op))
    if (options.testSourcecode) return yield* testSourcecode(op)
    if (options.testOutputScalars !== undefined) return yield* testOutputScalars(op, options.testOutputScalars)
    if (options.testOutputAttrs !== undefined) return yield* testOutputAttrs(op, options.testOutputAttrs)
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
      if (isShown(options)) return yield* showOperation(options, yield* operationAgain(again.from, request.opSpec))
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
    if (isShown(options)) return yield* showOperation(options, yield* findOperation(asked.opSpec))
    const op = yield* resolveOperation(asked.opSpec)
    const request = options.editFlags ? yield* editFlags(op, asked) : asked
    const ready = yield* runWithDeps(op, request, options)
    if (ready === undefined) return
    return yield* act(yield* prepareRun(op, ready.request), ready.request, ready.options, {
      kind: options.stage ? "stage" : "run"
    })
  })

/** `guild run`. */
export const handle = (input: RunInput) => withPidfile(run(input))
