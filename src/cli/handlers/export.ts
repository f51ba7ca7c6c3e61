import { Effect } from "effect"
import { ExportLocationInvalid } from "../../domain/ArchiveErrors.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { exportRuns } from "../../workflows/ExportRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"
import { namedArchive } from "./archive.ts"

interface Options {
  readonly filters: RunFilters
  readonly move: boolean
  readonly copyResources: boolean
  readonly yes: boolean
}

interface Args {
  readonly location: string
  readonly runs: ReadonlyArray<string>
}

/** `guild export`. */
export const handle = ({ args, options, path }: Input<Options, Args>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { archive, found } = yield* namedArchive(args.location)
    if (found === "file" && archive.form === "dir") return yield* new ExportLocationInvalid({ location: args.location })
    yield* actOnRuns({
      wanted: { scope: "live", filters: options.filters, words: args.runs, command: path },
      defaultWords: [],
      preview: `You are about to ${options.move ? "move" : "copy"} the following runs to '${visibleText(args.location)}':`,
      question: "Continue?",
      otherwise: true,
      nothing: "Nothing to export.",
      yes: options.yes,
      act: (runs) =>
        Effect.flatMap(exportRuns(runs, { ...options, archive }), (exported) =>
          terminal.err(`Exported ${exported.length} run(s)`)
        )
    })
  })
