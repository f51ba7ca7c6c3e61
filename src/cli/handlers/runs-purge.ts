import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { deleteRuns } from "../../workflows/DeleteRuns.ts"
import type { RunsInput, RunsOptions } from "./act-on-runs.ts"
import { actOnRuns, asked } from "./act-on-runs.ts"
import { noRemote } from "./shared.ts"

interface Options extends RunsOptions {
  readonly remote: string | undefined
}

/** `guild runs purge`: deleted runs go for good. */
export const handle = (input: RunsInput<Options>) =>
  Effect.gen(function* () {
    const { options } = input
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    yield* actOnRuns({
      ...asked(input, "trash"),
      defaultWords: [],
      preview: terminal.style("WARNING: You are about to permanently delete the following runs:", "yellow"),
      question: "Permanently delete these runs?",
      otherwise: false,
      nothing: "Nothing to purge.",
      act: (runs) =>
        Effect.zipRight(
          deleteRuns(runs, { permanent: true }),
          terminal.err(`Permanently deleted ${runs.length} run(s)`)
        )
    })
  })
