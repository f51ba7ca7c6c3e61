import { Effect } from "effect"
import { dependencyPaths } from "../../domain/runs/ResolvedPaths.ts"
import { userPath } from "../../domain/text/Paths.ts"
import { RunFiles } from "../../services/RunFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import { findRun } from "../../workflows/FindRuns.ts"
import { readRunDetails } from "../../workflows/ReadRunDetails.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import { listedSourceOf, sourceOf } from "../../workflows/RunSource.ts"
import type { Input } from "../command/Command.ts"
import { chooseFiles, fileLines } from "../render/run-files.ts"
import { noRemote, place } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly path: string | undefined
  readonly sourcecode: boolean
  readonly dependencies: boolean
  readonly generated: boolean
  readonly all: boolean
  readonly fullPath: boolean
  readonly followLinks: boolean
  readonly noFormat: boolean
  readonly extended: boolean
  readonly humanReadable: boolean
  readonly remote: string | undefined
}

/** `guild ls`. */
export const handle = ({ args, options, path }: Input<Options, { readonly run: string | undefined }>) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    const runFiles = yield* RunFiles
    const run = yield* findRun({ scope: "live", filters: options.filters, word: args.run, command: path })
    const files = yield* runFiles.list(run.dir, options)
    const resolved =
      options.dependencies || options.generated ? dependencyPaths((yield* readRunDetails(run)).attrs) : []
    const source = yield* options.sourcecode ? listedSourceOf(run) : sourceOf(run)
    const { homeDir } = yield* place
    const lines = fileLines(chooseFiles(files, { ...options, ...source, resolved }), run.dir, options)
    const heading = options.fullPath || options.noFormat ? [] : [`${userPath(run.dir, homeDir)}:`]
    if (heading.length + lines.length > 0) yield* terminal.out([...heading, ...lines].join("\n"))
  })
