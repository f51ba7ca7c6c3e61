import { Effect, Option } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import { findRun } from "../../workflows/FindRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Ranking } from "../../workflows/SelectRuns.ts"
import { rankedRuns } from "../../workflows/SelectRuns.ts"
import type { Input } from "../command/Command.ts"
import { attrLines } from "../render/run-info.ts"
import { exclusive, noRemote } from "./shared.ts"

interface Options {
  readonly filters: RunFilters
  readonly all: boolean
  readonly min: string | undefined
  readonly max: string | undefined
  readonly short: boolean
  readonly attr: string | undefined
  readonly dir: boolean
  readonly remote: string | undefined
}

const ranking = ({ max, min }: Options): Ranking | undefined =>
  min !== undefined ? { by: "min", column: min } : max !== undefined ? { by: "max", column: max } : undefined

/** What is printed of a selected run; an attribute that it does not have is an empty line. */
const shown = (run: Run, options: Options) =>
  Effect.gen(function* () {
    if (options.dir) return run.dir
    if (options.attr === undefined) return options.short ? shortId(run.id) : run.id
    const store = yield* RunStore
    const value = Option.getOrUndefined(yield* store.readAttr(run, options.attr))
    if (value === undefined) return ""
    const [first = "", ...more] = attrLines("", value)
    return more.length === 0 ? first.replace(/^: ?/, "") : more.map((line) => line.slice(2)).join("\n")
  })

/** `guild select`: bare words on standard output, for scripts. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    yield* exclusive(["--min", options.min !== undefined], ["--max", options.max !== undefined])
    yield* exclusive(["--attr", options.attr !== undefined], ["--dir", options.dir])
    yield* noRemote(options.remote)
    const terminal = yield* Terminal
    const by = ranking(options)
    const wanted = { scope: "live", filters: options.filters, command: path } as const
    // Without a ranking the first of the list is enough, which spares reading the whole of it.
    const latest = args.runs.length === 0 && by === undefined && !options.all
    const found = latest
      ? [yield* findRun({ ...wanted, word: undefined })]
      : yield* rankedRuns({ ...wanted, words: args.runs }, by)
    const several = options.all || (args.runs.length > 1 && by === undefined)
    for (const run of several ? found : found.slice(0, 1)) yield* terminal.out(yield* shown(run, options))
  })
