import { Effect } from "effect"
import { OptionRequired } from "../../domain/OptionRequired.ts"
import { RunFiles } from "../../services/RunFiles.ts"
import { Terminal } from "../../services/Terminal.ts"
import { findRun } from "../../workflows/FindRuns.ts"
import { readText } from "../../workflows/ReadText.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { runPath } from "./run-path.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly path: string | undefined
  readonly sourcecode: boolean
  readonly output: boolean
  readonly page: boolean
  readonly remote: string | undefined
}

/** `guild cat`: the bytes of a file as they are, unless they go through a pager. */
export const handle = ({ args, options, path }: Input<Options, { readonly run: string | undefined }>) =>
  Effect.gen(function* () {
    if (options.path === undefined && !options.output)
      return yield* new OptionRequired({ oneOf: ["--path", "--output"], command: path })
    yield* exclusive(["--path", options.path !== undefined], ["--output", options.output])
    yield* exclusive(["--sourcecode", options.sourcecode], ["--output", options.output])
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    const files = yield* RunFiles
    const run = yield* findRun({ scope: "live", filters: options.filters, word: args.run, command: path })
    const file = yield* runPath(run, options)
    if (!options.page || !terminal.isTerminal) return yield* files.read(file, 0, (chunk) => terminal.write(chunk, 0))
    const text = yield* readText(file)
    if (text === undefined) return yield* files.read(file, 0, () => undefined)
    return yield* terminal.page(text)
  }).pipe(Effect.asVoid)
