import { Effect } from "effect"
import { encodeBatchFile } from "../../domain/BatchFile.ts"
import { quoteShell } from "../../domain/Shlex.ts"
import { runEnv } from "../../domain/RunEnv.ts"
import type { RunPlan } from "../../domain/RunPlan.ts"
import type { RunRequest } from "../../domain/RunRequest.ts"
import { tableLines } from "../../domain/Table.ts"
import { trialTable } from "../../domain/Trials.ts"
import { CommandNotAvailable, NotABatch } from "../../domain/UserError.ts"
import type { OpBasis } from "../../domain/OpBasis.ts"
import { visibleText } from "../../domain/VisibleText.ts"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { editFlags } from "../../workflows/EditFlags.ts"
import { planOn } from "../../workflows/PlanRun.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import { prepareRun } from "../../workflows/PrepareRun.ts"
import { findOperation, resolveOperation } from "../../workflows/ResolveOperation.ts"
import { modelOf } from "../../workflows/resolve/ModelOf.ts"
import { planBatch, planTrial, runBatch } from "../../workflows/RunBatch.ts"
import { runOperation } from "../../workflows/RunOperation.ts"
import type { Input } from "../command/Command.ts"
import type { RunOptions } from "../command/RunOptions.ts"
import { renderModelHelp } from "../render/help-model.ts"
import { renderOpHelp } from "../render/help-op.ts"
import type { BatchPreview } from "../render/preview.ts"
import { renderPreview } from "../render/preview.ts"
import { renderSourceWarning } from "../render/sourcecode.ts"
import { runInBackground } from "./run-background.ts"
import { runRequest } from "./run-request.ts"
import { relativeTo, testFlags, testOutputScalars, testSourcecode } from "./run-tests.ts"
import { confirm } from "./confirm.ts"

type RunInput = Input<RunOptions, { readonly words: ReadonlyArray<string> }>

/** The exit code that a shell sees of an exit status: a signal's negative number wraps around, as in Guild AI. */
const exitCode = (exitStatus: number): number => (exitStatus + 256) % 256

const batchPreview = (prepared: Prepared): BatchPreview | undefined => {
  if (prepared.kind === "run") return undefined
  const { batch, fromFiles } = prepared
  return batch.batchOp.name === "random"
    ? { kind: "random", maxTrials: batch.trials.length }
    : { kind: "grid", trials: batch.trials.length, fromFiles }
}

const flagsOf = (prepared: Prepared) => (prepared.kind === "run" ? prepared.flags : prepared.batch.protoFlags)

const basisFor = (prepared: Prepared): OpBasis => (prepared.kind === "run" ? prepared.basis : prepared.batch.basis)

const ask = (prepared: Prepared) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    yield* terminal.out(
      renderPreview({
        action: "run",
        subject: basisFor(prepared).opName,
        batch: batchPreview(prepared),
        flags: flagsOf(prepared),
        nullLabels: basisFor(prepared).nullLabels
      })
    )
    yield* confirm("Continue?", true)
  })

const printTrials = (prepared: Prepared) =>
  Effect.gen(function* () {
    if (prepared.kind === "run") return yield* new NotABatch({ what: "print trials" })
    const { header, rows } = trialTable(prepared.batch.trials)
    const columns = ["#", ...header]
    const row = (cells: ReadonlyArray<string>) => Object.fromEntries(columns.map((name, at) => [name, cells[at] ?? ""]))
    const table = [row(columns), ...rows.map((cells, at) => row([String(at + 1), ...cells]))]
    yield* (yield* Terminal).out(tableLines(table, columns).join("\n"))
  })

const saveTrials = (prepared: Prepared, path: string) =>
  Effect.gen(function* () {
    if (prepared.kind === "run") return yield* new NotABatch({ what: "save trials" })
    yield* (yield* Terminal).out(`Saving trials to ${visibleText(path)}`)
    yield* (yield* UserFiles).write(path, encodeBatchFile(path, prepared.batch.trials))
  })

const commandText = (plan: RunPlan): string => plan.command.argv.map(quoteShell).join(" ")

/** The plan of the run, or those of the batch and of each trial. */
const plansOf = (prepared: Prepared, request: RunRequest) =>
  prepared.kind === "run"
    ? Effect.map(planOn(prepared.basis, prepared.flags, request), (plan) => [plan])
    : Effect.gen(function* () {
        const { batch } = prepared
        return [yield* planBatch(batch), ...(yield* Effect.forEach(batch.trials, (flags) => planTrial(batch, flags)))]
      })

const printCommands = (prepared: Prepared, request: RunRequest) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    for (const plan of yield* plansOf(prepared, request)) yield* terminal.out(visibleText(commandText(plan)))
  })

const printEnv = (prepared: Prepared, request: RunRequest) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const host = yield* Host
    const [plan] = yield* plansOf(prepared, request)
    if (plan === undefined) return
    const env = runEnv(plan, undefined, host)
    for (const name of Object.keys(env).sort())
      yield* terminal.out(visibleText(`${name}=${quoteShell(env[name] ?? "")}`))
  })

/** Runs what was prepared and gives the exit code. */
const start = (prepared: Prepared, request: RunRequest) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const host = yield* Host
    if (request.runDir !== undefined && host.env["NO_WARN_RUNDIR"] !== "1")
      yield* terminal.err(`Run directory is '${visibleText(request.runDir)}' (results will not be visible to Guild)`)
    const root = basisFor(prepared).projectDir
    const hooks = {
      quiet: request.quiet,
      onSourceWarning: (warning: Parameters<typeof renderSourceWarning>[1]) =>
        terminal.warn(renderSourceWarning(relativeTo(host.cwd, root), warning))
    }
    if (prepared.kind === "batch") return exitCode((yield* runBatch(prepared.batch, hooks)).exitStatus)
    const plan = yield* planOn(prepared.basis, prepared.flags, request)
    const outcome = yield* runOperation(plan, { ...hooks, tee: undefined, onInit: () => Effect.void })
    return exitCode(outcome.exitStatus)
  })

/** `guild run`. */
export const handle = ({ options, args }: RunInput) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const asked = yield* runRequest(options, args.words)
    if (options.testFlags) return yield* testFlags(asked.opSpec)
    if (options.helpModel)
      return yield* terminal.out(renderModelHelp(yield* Effect.flatMap(findOperation(asked.opSpec), modelOf)))
    const op = yield* resolveOperation(asked.opSpec)
    if (options.helpOp) return yield* terminal.out(renderOpHelp(op))
    if (op.target.kind === "steps" || op.target.kind === "notebook")
      return yield* new CommandNotAvailable({ command: `run of an operation with '${op.target.kind}'` })
    if (options.testSourcecode) return yield* testSourcecode(op)
    if (options.testOutputScalars !== undefined) return yield* testOutputScalars(op, options.testOutputScalars)
    const request = options.editFlags ? yield* editFlags(op, asked) : asked
    const prepared = yield* prepareRun(op, request)
    if (options.printTrials) return yield* printTrials(prepared)
    if (options.saveTrials !== undefined) return yield* saveTrials(prepared, options.saveTrials)
    if (options.printCmd) return yield* printCommands(prepared, request)
    if (options.printEnv) return yield* printEnv(prepared, request)
    if (!options.yes) yield* ask(prepared)
    if (options.background || options.pidfile !== undefined) return yield* runInBackground(op.fullName, options.pidfile)
    return yield* start(prepared, request)
  })
