import { Effect, Option } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { selectRuns } from "../../domain/runs/RunSelection.ts"
import { jsonText } from "../../domain/text/JsonText.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import { filterRuns } from "../../workflows/FindRuns.ts"
import { readRunDetails } from "../../workflows/ReadRunDetails.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { commentLines } from "../render/comments.ts"
import { detailLines } from "../render/run-detail.ts"
import { listedJson } from "../render/runs-json.ts"
import type { ListedRun } from "../render/runs-table.ts"
import { runsTable } from "../render/runs-table.ts"
import { archiveScope, exclusive, noRemote, place } from "./shared.ts"
import { warnDamaged } from "./warn-damaged.ts"

interface Options {
  readonly filters: RunFilters
  readonly all: boolean
  readonly more: number
  readonly limit: number | undefined
  readonly deleted: boolean
  readonly archive: string | undefined
  readonly comments: boolean
  readonly verbose: boolean
  readonly json: boolean
  readonly simplified: boolean
  readonly remote: string | undefined
}

type ListInput = Input<Options, { readonly runs: ReadonlyArray<string> }>

/** How many runs a list shows, and how many more each `-m` adds. */
const RUNS_PER_GROUP = 20

/** How many runs to show; `undefined` is all of them. */
const rowLimit = (options: Options, words: ReadonlyArray<string>): number | undefined => {
  if (options.all || options.json || words.length > 0) return undefined
  return options.limit ?? (options.more + 1) * RUNS_PER_GROUP
}

const check = (options: Options) =>
  Effect.gen(function* () {
    yield* noRemote(options.remote)
    yield* exclusive(["--all", options.all], ["--limit", options.limit !== undefined])
    yield* exclusive(["--json", options.json], ["--verbose", options.verbose])
    yield* exclusive(["--json", options.json], ["--comments", options.comments])
    yield* exclusive(["--archive", options.archive !== undefined], ["--deleted", options.deleted])
  })

/** The runs to list with their positions among all that the filters let through. */
const listed = ({ args, options, path }: ListInput) =>
  Effect.gen(function* () {
    const scope = options.deleted ? "trash" : yield* archiveScope(options.archive)
    const limit = rowLimit(options, args.runs)
    const { runs, total } = yield* filterRuns({ scope, filters: options.filters, command: path }, limit)
    const positions = new Map(runs.map((run, at): readonly [Run, number] => [run, at + 1]))
    const chosen = yield* selectRuns(args.runs, runs)
    return { rows: chosen.map((run): ListedRun => ({ run, index: positions.get(run) })), total, limit }
  })

/** The command line of a run; one that cannot be read is none. */
const command = (run: Run) =>
  Effect.flatMap(RunStore, (store) => store.readAttr(run, "cmd")).pipe(
    Effect.map(Option.getOrNull),
    Effect.catchTag("AttrDamaged", () => Effect.succeed(null))
  )

/** `guild runs list`, and `guild runs` alone. */
export const handle = (input: ListInput) =>
  Effect.gen(function* () {
    const { options } = input
    yield* check(options)
    const terminal = yield* Terminal
    const { limit, rows, total } = yield* listed(input)
    yield* warnDamaged(rows.map(({ run }) => run))
    if (options.json) {
      if (options.all || options.limit !== undefined || options.more > 0)
        yield* terminal.err("--json option always shows all runs")
      const commands = yield* Effect.forEach(rows, ({ run }) => Effect.map(command(run), (cmd) => ({ run, cmd })))
      return yield* terminal.out(jsonText(commands.map(listedJson)))
    }
    if (options.limit === undefined && limit !== undefined && rows.length < total)
      yield* terminal.err(
        `Showing the first ${rows.length} runs (${total} total) - use --all to show all or -m to show more`
      )
    if (rows.length === 0) return
    const here = yield* place
    const layout = {
      simplified: options.simplified,
      ...(terminal.isTerminal ? { maxWidth: terminal.columns } : {})
    }
    const lines = runsTable(rows, here, layout)
    if (!options.verbose && !options.comments) return yield* terminal.out(lines.join("\n"))
    const below = yield* Effect.forEach(rows, ({ run }) =>
      Effect.map(options.verbose ? readRunDetails(run) : Effect.succeed(undefined), (details) => [
        ...(details === undefined ? [] : detailLines(details, here)),
        ...(options.comments ? commentLines(run.comments) : [])
      ])
    )
    yield* terminal.out(lines.flatMap((line, at) => [line, ...(below[at] ?? []).map((text) => `  ${text}`)]).join("\n"))
  }).pipe(Effect.scoped)
