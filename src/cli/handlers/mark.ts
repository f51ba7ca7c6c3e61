import { Effect } from "effect"
import { Terminal } from "../../services/Terminal.ts"
import { markRuns } from "../../workflows/MarkRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"

interface Options {
  readonly filters: RunFilters
  readonly clear: boolean
  readonly yes: boolean
}

/** `guild mark`: the latest run, or with `--clear` all marked ones, where no RUN is given. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { clear } = options
    const filters = clear && args.runs.length === 0 ? { ...options.filters, marked: true } : options.filters
    yield* actOnRuns({
      wanted: { scope: "live", filters, words: args.runs, command: path },
      defaultWords: clear ? [] : ["1"],
      preview: `You are about to ${clear ? "unmark" : "mark"} the following runs:`,
      question: "Continue?",
      otherwise: true,
      nothing: clear ? "No runs to unmark." : "No runs to mark.",
      yes: options.yes,
      act: (runs) =>
        Effect.zipRight(markRuns(runs, !clear), terminal.err(`${clear ? "Unmarked" : "Marked"} ${runs.length} run(s)`))
    })
  })
