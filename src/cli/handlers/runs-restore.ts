import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { restoreRuns } from "../../workflows/DeleteRuns.ts"
import type { RunsInput, RunsOptions } from "./act-on-runs.ts"
import { actOnRuns, asked } from "./act-on-runs.ts"
import { noRemote } from "./shared.ts"

interface Options extends RunsOptions {
  readonly remote: string | undefined
}

/** `guild runs restore`: deleted runs come back. */
export const handle = (input: RunsInput<Options>) =>
  Effect.gen(function* () {
    const { options } = input
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    yield* actOnRuns({
      ...asked(input, "trash"),
      defaultWords: [],
      preview: "You are about to restore the following runs:",
      question: "Restore these runs?",
      otherwise: true,
      nothing: "Nothing to restore.",
      act: (runs) => Effect.zipRight(restoreRuns(runs), terminal.err(`Restored ${runs.length} run(s)`))
    })
  })
