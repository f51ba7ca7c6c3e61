import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { deleteRuns } from "../../workflows/DeleteRuns.ts"
import { notElsewhere, runningPid, stopRun } from "../../workflows/StopRuns.ts"
import type { RunsInput, RunsOptions } from "./act-on-runs.ts"
import { actOnRuns, asked } from "./act-on-runs.ts"
import { confirm } from "./confirm.ts"
import { changeableScope, noRemote } from "./shared.ts"

interface Options extends RunsOptions {
  readonly archive: string | undefined
  readonly permanent: boolean
  readonly remote: string | undefined
}

/** How long a run may take to end before its directory goes. */
const STOP_SECONDS = 30

/** `guild runs delete`: running runs are stopped first, after a second question. */
export const handle = (input: RunsInput<Options>) =>
  Effect.gen(function* () {
    const { options } = input
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    // What is not in the Guild home has no trash to go to.
    const permanent = options.permanent || options.archive !== undefined
    yield* actOnRuns({
      ...asked(input, yield* changeableScope(options.archive)),
      defaultWords: [],
      preview: permanent
        ? terminal.style("WARNING: You are about to permanently delete the following runs:", "yellow")
        : "You are about to delete the following runs:",
      question: permanent ? "Permanently delete these runs?" : "Delete these runs?",
      otherwise: !permanent,
      nothing: "Nothing to delete.",
      act: (runs) =>
        Effect.gen(function* () {
          yield* Effect.forEach(runs, notElsewhere, { discard: true })
          const running = runs.filter((run) => runningPid(run) !== undefined)
          if (running.length > 0 && !options.yes) {
            const warning = "WARNING: One or more runs are still running and will be stopped before being deleted."
            yield* terminal.err(terminal.style(warning, "yellow"))
            yield* confirm("Really delete these runs?", false)
          }
          yield* Effect.forEach(running, (run) => stopRun(run, { noWait: false, timeoutSeconds: STOP_SECONDS }))
          yield* deleteRuns(runs, { permanent })
          yield* terminal.err(`${permanent ? "Permanently deleted" : "Deleted"} ${runs.length} run(s)`)
        })
    })
  }).pipe(Effect.scoped)
