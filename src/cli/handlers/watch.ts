import { Effect, Option } from "effect"
import { absolutePath } from "../../domain/text/Paths.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { statusName } from "../../domain/runs/RunStatus.ts"
import { NoRunForPid, NothingToWatch } from "../../domain/WatchErrors.ts"
import { Host } from "../../services/Host.ts"
import { Interrupts } from "../../services/Interrupts.ts"
import { Terminal } from "../../services/Terminal.ts"
import { filterRuns, findRun } from "../../workflows/FindRuns.ts"
import { readText } from "../../workflows/ReadText.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import { runningPid } from "../../workflows/StopRuns.ts"
import { watchRun } from "../../workflows/WatchRun.ts"
import type { Input } from "../command/Command.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly remote: string | undefined
  readonly pid: string | undefined
}

type WatchInput = Input<Options, { readonly run: string | undefined }>

const running = ({ options, path }: WatchInput) =>
  Effect.map(
    filterRuns({ scope: "live", filters: { ...options.filters, running: true }, command: path }, undefined),
    ({ runs }) => runs
  )

/** A pid as it was typed, or as a file has it. */
const readPid = (word: string) =>
  Effect.gen(function* () {
    if (/^\d+$/.test(word)) return Number(word)
    const { cwd } = yield* Host
    const text = (yield* readText(absolutePath(word, cwd)))?.trim() ?? ""
    return /^\d+$/.test(text) ? Number(text) : yield* new NoRunForPid({ pid: word })
  })

const target = (input: WatchInput) =>
  Effect.gen(function* () {
    const { args, options, path } = input
    if (options.pid !== undefined) {
      const pid = yield* readPid(options.pid)
      const found = (yield* running(input)).find((run) => runningPid(run) === pid)
      return found ?? (yield* new NoRunForPid({ pid: options.pid }))
    }
    if (args.run !== undefined)
      return yield* findRun({ scope: "live", filters: options.filters, word: args.run, command: path })
    const [latest] = yield* running(input)
    return latest ?? (yield* new NothingToWatch())
  })

const ending = (run: Run, last: Option.Option<Run>): string =>
  Option.match(last, {
    onNone: () => `Run ${run.id} was deleted`,
    onSome: ({ status }) => `Run ${run.id} stopped with a status of '${statusName(status)}'`
  })

/** `guild watch`: Ctrl-C ends the watching and leaves the run alone. */
export const handle = (input: WatchInput) =>
  Effect.gen(function* () {
    yield* exclusive(["RUN", input.args.run !== undefined], ["--pid", input.options.pid !== undefined])
    yield* noRemote(input.options.remote)
    const terminal = yield* Terminal
    const { env } = yield* Host
    const interrupts = yield* Interrupts
    const run = yield* target(input)
    // Heard from before the first output on: who has seen some can stop watching.
    yield* interrupts.received
    if (env["NO_WATCHING_MSG"] === undefined) yield* terminal.err(`Watching run ${run.id}`)
    const message = yield* Effect.raceFirst(
      Effect.map(
        watchRun(run, (chunk) => terminal.write(chunk, 0)),
        (last) => ending(run, last)
      ),
      Effect.map(interrupts.asked, () => `\nStopped watching ${run.id} (still running)`)
    )
    yield* terminal.err(message)
  })
