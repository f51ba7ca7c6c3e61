import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { deleteRuns } from "../../workflows/DeleteRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"
import { noRemote } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly remote: string | undefined
  readonly yes: boolean
}

/** `guild runs purge`: deleted runs go for good. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    yield* actOnRuns({
      wanted: { scope: "trash", filters: options.filters, words: args.runs, command: path },
      defaultWords: [],
      preview: terminal.style("WARNING: You are about to permanently delete the following runs:", "yellow"),
      question: "Permanently delete these runs?",
      otherwise: false,
      nothing: "Nothing to purge.",
      yes: options.yes,
      act: (runs) =>
        Effect.zipRight(
          deleteRuns(runs, { permanent: true }),
          terminal.err(`Permanently deleted ${runs.length} run(s)`)
        )
    })
  })
