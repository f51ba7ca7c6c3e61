import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { restoreRuns } from "../../workflows/DeleteRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"
import { noRemote } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly remote: string | undefined
  readonly yes: boolean
}

/** `guild runs restore`: deleted runs come back. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    yield* actOnRuns({
      wanted: { scope: "trash", filters: options.filters, words: args.runs, command: path },
      defaultWords: [],
      preview: "You are about to restore the following runs:",
      question: "Restore these runs?",
      otherwise: true,
      nothing: "Nothing to restore.",
      yes: options.yes,
      act: (runs) => Effect.zipRight(restoreRuns(runs), terminal.err(`Restored ${runs.length} run(s)`))
    })
  })
