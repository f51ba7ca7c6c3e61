import { Effect } from "effect"
import { ArchiveInvalid, ArchiveNotMovable } from "../../domain/ArchiveErrors.ts"
import { ArchiveMissing } from "../../domain/runs/RunChoiceErrors.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { RunArchives } from "../../services/RunArchives.ts"
import { Terminal } from "../../services/Terminal.ts"
import { importRuns } from "../../workflows/ImportRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { actOnRuns } from "./act-on-runs.ts"
import { archiveToRead } from "./archive.ts"

interface Options {
  readonly filters: RunFilters
  readonly move: boolean
  readonly copyResources: boolean
  readonly yes: boolean
}

interface Args {
  readonly archive: string
  readonly runs: ReadonlyArray<string>
}

/** `guild import`. */
export const handle = ({ args, options, path }: Input<Options, Args>) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const archives = yield* RunArchives
    const { archive, found } = yield* archiveToRead(args.archive)
    if (found === undefined) return yield* new ArchiveMissing({ archive: args.archive })
    if (found === "file" && archive.form === "dir") return yield* new ArchiveInvalid({ archive: args.archive })
    if (options.move && archive.form === "zip") return yield* new ArchiveNotMovable({ archive: args.archive })
    const dir = yield* archives.open(archive)
    yield* actOnRuns({
      wanted: { scope: { archive: dir }, filters: options.filters, words: args.runs, command: path },
      defaultWords: [],
      preview: `You are about to import (${options.move ? "move" : "copy"}) the following runs from '${visibleText(args.archive)}':`,
      question: "Continue?",
      otherwise: true,
      nothing: "Nothing to import.",
      yes: options.yes,
      act: (runs) =>
        Effect.flatMap(importRuns(runs, options), (imported) => terminal.err(`Imported ${imported.length} run(s)`))
    })
  }).pipe(Effect.scoped)
