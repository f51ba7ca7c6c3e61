import { Effect } from "effect"
import { allTrials } from "../../domain/batch/TrialList.ts"
import { encodeBatchFile } from "../../domain/flags/BatchFile.ts"
import { trialTable } from "../../domain/flags/Trials.ts"
import { runEnv } from "../../domain/runs/RunEnv.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { quoteShell } from "../../domain/text/Shlex.ts"
import { tableLines } from "../../domain/text/Table.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { NotABatch } from "../../domain/UserError.ts"
import { Host } from "../../services/Host.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { trialsBeforehand } from "../../workflows/batch/AskedTrials.ts"
import { planBatch, planTrial } from "../../workflows/batch/BatchPlan.ts"
import { planOn } from "../../workflows/PlanRun.ts"
import type { Prepared } from "../../workflows/PrepareRun.ts"
import type { RunOptions } from "../command/RunOptions.ts"

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

/**
 * The options that print or save something of what was prepared in place of running it: trials, commands or the environment.
 * Gives whether one of them was asked for.
 */
export const printPrepared = (prepared: Prepared, request: RunRequest, options: RunOptions) =>
  Effect.gen(function* () {
    if (options.printTrials) yield* printTrials(prepared)
    else if (options.saveTrials !== undefined) yield* saveTrials(prepared, options.saveTrials)
    else if (options.printCmd) yield* printCommands(prepared, request)
    else if (options.printEnv) yield* printEnv(prepared, request)
    else return false
    return true
  })
