import { Effect } from "effect"
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

/** `guild stop`: only runs of this machine that are running. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    yield* actOnRuns({
      wanted: { scope: "live", filters: { ...options.filters, running: true }, words: args.runs, command: path },
      defaultWords: ["1"],
      only: (run) => runningPid(run) !== undefined,
      preview: "You are about to stop the following runs:",
      question: "Stop these runs?",
      otherwise: false,
      nothing: "Nothing to stop.",
      yes: options.yes,
      act: (runs) =>
        Effect.forEach(
          runs,
          (run) =>
            Effect.zipRight(
              terminal.err(`Stopping ${run.id} (pid ${runningPid(run)})`),
              stopRun(run, {
                noWait: options.noWait,
                timeoutSeconds: options.timeout ?? DEFAULT_TIMEOUT_SECONDS
              })
            ),
          { discard: true }
        )
    })
  })
