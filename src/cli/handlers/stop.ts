import { Effect } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import { runningPid, stopRun } from "../../workflows/StopRuns.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"
import { noRemote } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly remote: string | undefined
  readonly yes: boolean
  readonly noWait: boolean
  /** Runs are killed when their time is up, so that this asks for what happens anyway. */
  readonly force: boolean
  readonly timeout: number | undefined
}

const DEFAULT_TIMEOUT_SECONDS = 30

/** Stops a run; who waits is told where it takes force. */
const stop = (run: Run, { noWait, timeout = DEFAULT_TIMEOUT_SECONDS }: Options) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const stopping = stopRun(run, { noWait, timeoutSeconds: timeout })
    const late = Effect.zipRight(
      Effect.delay(
        terminal.err(`Run ${run.id} has not stopped in ${timeout} second(s) - killing it`),
        `${timeout} seconds`
      ),
      Effect.never
    )
    yield* Effect.raceFirst(stopping, late)
  })

/** `guild stop`: only runs of this machine that are running. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    yield* actOnRuns({
      wanted: { scope: "live", filters: { ...options.filters, running: true }, words: args.runs, command: path },
      defaultWords: [],
      only: (run) => runningPid(run) !== undefined,
      preview: "You are about to stop the following runs:",
      question: "Stop these runs?",
      otherwise: false,
      nothing: "Nothing to stop.",
      yes: options.yes,
      act: (runs) =>
        // All at once: a queue that outlived the run at hand would start the next.
        Effect.zipRight(
          Effect.forEach(runs, (run) => terminal.err(`Stopping ${run.id} (pid ${runningPid(run)})`)),
          Effect.forEach(runs, (run) => stop(run, options), { concurrency: "unbounded", discard: true })
        )
    })
  })
