import { Effect } from "effect"
import { ArchiveNameInvalid, NamedArchiveMissing } from "../../domain/ArchiveErrors.ts"
import { OptionRequired } from "../../domain/OptionRequired.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { exportRuns } from "../../workflows/ExportRuns.ts"
import { archivePath, isArchiveName, listArchives, readArchive, writeArchive } from "../../workflows/NamedArchives.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { archiveLines } from "../render/archives.ts"
import { actOnRuns } from "./act-on-runs.ts"
import { exclusive, place } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly create: boolean
  readonly list: boolean
  readonly copy: boolean
  readonly copyResources: boolean
  readonly description: string | undefined
  readonly verbose: boolean
  readonly yes: boolean
}

type ArchiveInput = Input<Options, { readonly name: string | undefined; readonly runs: ReadonlyArray<string> }>

const list = ({ options }: ArchiveInput) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { homeDir } = yield* place
    const lines = archiveLines(yield* listArchives, homeDir, options.verbose)
    if (lines.length > 0) yield* terminal.out(lines.join("\n"))
  })

/** The archive that is named, as it is or as it is to be. */
const target = (name: string, { create, description }: Options) =>
  Effect.gen(function* () {
    if (!isArchiveName(name)) return yield* new ArchiveNameInvalid({ name })
    const found = yield* readArchive(name)
    if (found === undefined && !create) return yield* new NamedArchiveMissing({ name })
    return { path: yield* archivePath(name), found, description: description ?? found?.description ?? "" }
  })

/** `guild archive`. */
export const handle = (input: ArchiveInput) =>
  Effect.gen(function* () {
    const { args, options, path } = input
    yield* exclusive(["--list", options.list], ["NAME", args.name !== undefined])
    if (options.list) return yield* list(input)
    const { name } = args
    if (name === undefined) return yield* new OptionRequired({ oneOf: ["NAME", "--list"], command: path })
    const terminal = yield* Terminal
    const archive = yield* target(name, options)
    const stored = archive.found !== undefined && options.description === undefined
    const store = stored ? Effect.void : writeArchive(name, archive.description)
    yield* actOnRuns({
      wanted: { scope: "live", filters: options.filters, words: args.runs, command: path },
      defaultWords: [],
      preview: `You are about to ${options.copy ? "copy" : "move"} the following runs to archive '${visibleText(name)}':`,
      question: "Continue?",
      otherwise: true,
      nothing: "Nothing to archive.",
      yes: options.yes,
      act: (runs) =>
        Effect.gen(function* () {
          yield* store
          const archived = yield* exportRuns(runs, {
            archive: { path: archive.path, form: "dir" },
            move: !options.copy,
            copyResources: options.copyResources
          })
          yield* terminal.err(`Archived ${archived.length} run(s)`)
        })
    })
  })
