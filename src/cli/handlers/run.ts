import { Effect } from "effect"
import { allTrials } from "../../domain/batch/TrialList.ts"
import { encodeBatchFile } from "../../domain/flags/BatchFile.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { quoteShell } from "../../domain/text/Shlex.ts"
import { runEnv } from "../../domain/runs/RunEnv.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { tableLines } from "../../domain/text/Table.ts"
import { TrialsUnknown } from "../../domain/optimizer/Search.ts"
import { trialTable } from "../../domain/flags/Trials.ts"
import { NotABatch } from "../../domain/UserError.ts"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { editFlags } from "../../workflows/EditFlags.ts"
import { planOn } from "../../workflows/PlanRun.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import { prepareAgain } from "../../workflows/PrepareAgain.ts"
import { prepareRun } from "../../workflows/PrepareRun.ts"
import { findOperation, resolveOperation } from "../../workflows/ResolveOperation.ts"
import { modelOf } from "../../workflows/resolve/ModelOf.ts"
import { trialsBeforehand } from "../../workflows/batch/AskedTrials.ts"
import { hasOptimizerProcess, planBatch, planTrial } from "../../workflows/batch/BatchPlan.ts"
import type { Input } from "../command/Command.ts"
import type { RunOptions } from "../command/RunOptions.ts"
import { renderModelHelp } from "../render/help-model.ts"
import { renderOpHelp } from "../render/help-op.ts"
import type { BatchPreview } from "../render/preview.ts"
import { renderPreview } from "../render/preview.ts"
import { findAgain } from "./run-again.ts"
import { markBackground, runInBackground, withPidfile } from "./run-background.ts"
import { isNeedless } from "./run-needed.ts"
import type { Start } from "./run-start.ts"
import { start } from "./run-start.ts"
import { runRequest } from "./run-request.ts"
import { runWithDeps } from "./run-with-deps.ts"
import { testFlags, testOutputAttrs, testOutputScalars, testSourcecode } from "./run-tests.ts"
import { confirm } from "./confirm.ts"

type RunInput = Input<RunOptions, { readonly words: ReadonlyArray<string> }>

const batchPreview = (prepared: Prepared): BatchPreview | undefined => {
  if (prepared.kind === "run") return undefined
  const { batch, fromFiles } = prepared
  const { batchOp, objective, request } = batch
  if (batchOp.opRef.opName === "+") return { kind: "grid", trials: batch.trials.size, fromFiles }
  const maxTrials = request.batch.maxTrials ?? (hasOptimizerProcess(batch) ? undefined : batch.trials.size)
  if (batchOp.opRef.opName === "random" && maxTrials !== undefined) return { kind: "random", maxTrials }
  return {
    kind: "optimizer",
    name: batchOp.opName,
    maxTrials,
    objective: `${objective.direction} ${visibleText(objective.column)}`,
    flags: request.batch.optFlags
  }
}

const flagsOf = (prepared: Prepared) => (prepared.kind === "run" ? prepared.flags : prepared.batch.protoFlags)

const basisFor = (prepared: Prepared): OpBasis => (prepared.kind === "run" ? prepared.basis : prepared.batch.basis)

/** What the question before it calls what is about to happen, and to what. */
const subject = (prepared: Prepared, mode: Start) => {
  const { opName } = basisFor(prepared)
  if (mode.kind === "run" || mode.kind === "stage") return { action: mode.kind, subject: opName } as const
  const from = mode.kind === "restart" ? mode.again.from : mode.from
  const action = mode.kind === "resume" ? "resume" : from.status._tag === "Staged" ? "start" : "restart"
  return { action, subject: `${shortId(from.id)} (${operationName(from.opRef, from.protoOpRef).full})` } as const
}

const ask = (prepared: Prepared, mode: Start) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    yield* terminal.out(
      renderPreview({
        ...subject(prepared, mode),
        batch: batchPreview(prepared),
        repeat: prepared.kind === "batch" ? prepared.batch.request.batch.policy?.repeat : undefined,
        flags: flagsOf(prepared),
        nullLabels: basisFor(prepared).nullLabels
      })
    )
    yield* confirm("Continue?", true)
  })

const printTrials = (prepared: Prepared) =>
  Effect.gen(function* () {
    if (prepared.kind === "run") return yield* new NotABatch({ what: "print trials" })
    const { header, rows } = trialTable(
      yield* Effect.flatMap(trialsBeforehand(prepared.batch, "printing trials command"), (list) =>
        allTrials(list, "print")
      )
    )
    const columns = ["#", ...header]
    const row = (cells: ReadonlyArray<string>) => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ""]))
    const table = [row(columns), ...rows.map((cells, at) => row([String(at + 1), ...cells]))]
    yield* (yield* Terminal).out(tableLines(table, columns).join("\n"))
  })

const saveTrials = (prepared: Prepared, path: string) =>
  Effect.gen(function* () {
    if (prepared.kind === "run") return yield* new NotABatch({ what: "save trials" })
    const known = yield* trialsBeforehand(prepared.batch, "saving trials")
    const trials = yield* allTrials(known, "save")
    yield* (yield* Terminal).out(`Saving trials to ${visibleText(path)}`)
    yield* (yield* UserFiles).write(path, encodeBatchFile(path, trials))
  })

const commandText = (plan: RunPlan): string => plan.command.argv.map(quoteShell).join(" ")

/** The plan of the run, or of the batch itself. */
const planOf = (prepared: Prepared, request: RunRequest) =>
  prepared.kind === "run" ? planOn(prepared.basis, prepared.flags, request) : planBatch(prepared.batch)

/** The command of the run, or those of the batch and of each trial. */
const printCommands = (prepared: Prepared, request: RunRequest) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const print = (plan: RunPlan) => terminal.out(visibleText(commandText(plan)))
    yield* print(yield* planOf(prepared, request))
    if (prepared.kind === "run") return
    const { batch } = prepared
    const trials = yield* trialsBeforehand(batch, "printing trials command")
    for (const flags of yield* allTrials(trials, "print the commands of")) yield* print(yield* planTrial(batch, flags))
  })

const printEnv = (prepared: Prepared, request: RunRequest) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const host = yield* Host
    const env = runEnv(yield* planOf(prepared, request), undefined, host)
    for (const name of Object.keys(env).sort())
      yield* terminal.out(visibleText(`${name}=${quoteShell(env[name] ?? "")}`))
  })

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
    if (options.printTrials) return yield* printTrials(prepared)
    if (options.saveTrials !== undefined) return yield* saveTrials(prepared, options.saveTrials)
    if (options.printCmd) return yield* printCommands(prepared, request)
    if (options.printEnv) return yield* printEnv(prepared, request)
    if (options.stageTrials && prepared.kind === "batch" && !prepared.batch.canStageTrials)
      return yield* new TrialsUnknown({ what: "staging trials" })
    // The steps of an operation may be batches, whose trials are meant then.
    if (options.stageTrials && prepared.kind === "run" && prepared.basis.steps === undefined)
      return yield* new NotABatch({ what: "stage trials" })
    const restarted = mode.kind === "restart" ? mode.again.from : mode.kind === "resume" ? mode.from : undefined
    if (options.needed && (yield* isNeedless(prepared, restarted))) return
    if (!options.yes) yield* ask(prepared, mode)
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
