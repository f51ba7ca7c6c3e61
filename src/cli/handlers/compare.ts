import { Effect } from "effect"
import { scalarName } from "../../domain/scalars/Scalar.ts"
import { CommandNotAvailable } from "../../domain/UserError.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { compareRuns, scalarsOf } from "../../workflows/CompareRuns.ts"
import { findRuns } from "../../workflows/FindRuns.ts"
import type { Input } from "../command/Command.ts"
import type { CompareCommandOptions } from "../command/CompareOptions.ts"
import { renderCompareCsv, renderCompareJson, renderCompareTable } from "../render/compare.ts"
import { exclusive } from "./shared.ts"

type CompareInput = Input<CompareCommandOptions, { readonly runs: ReadonlyArray<string> }>

const check = (options: CompareCommandOptions) =>
  Effect.gen(function* () {
    yield* exclusive(["--cols", options.cols !== undefined], ["--strict-cols", options.strictCols !== undefined])
    yield* exclusive(["--min", options.min !== undefined], ["--max", options.max !== undefined])
    yield* exclusive(["--table", options.table], ["--csv", options.csv !== undefined])
    yield* exclusive(["--table", options.table], ["--json", options.json])
    yield* exclusive(["--csv", options.csv !== undefined], ["--json", options.json])
    if (options.tool !== undefined) return yield* new CommandNotAvailable({ command: `compare --tool ${options.tool}` })
  })

/** The runs to compare, the latest first. Batches are left out unless asked for: they have no results of their own. */
const comparedRuns = ({ args, options, path }: CompareInput) =>
  Effect.map(findRuns({ scope: "live", filters: options.filters, words: args.runs, command: path }), (runs) =>
    runs.filter((run) => options.includeBatch || !run.isBatch)
  )

/** Lays runs side by side. */
export const handle = (input: CompareInput) =>
  Effect.gen(function* () {
    const { options } = input
    const terminal = yield* Terminal
    yield* check(options)
    const runs = yield* comparedRuns(input)
    if (options.printScalars) {
      const all = yield* scalarsOf(runs)
      const names = new Set(all.flatMap(({ scalars }) => scalars.map(scalarName)))
      for (const name of [...names].sort()) yield* terminal.out(visibleText(name))
      return
    }
    const table = yield* compareRuns(runs, { ...options, skipOpColumns: options.skipOpCols })
    if (options.json) return yield* terminal.out(renderCompareJson(table))
    if (options.csv === undefined) return yield* terminal.out(renderCompareTable(table))
    const csv = renderCompareCsv(table)
    if (options.csv === "-") return yield* terminal.out(csv.slice(0, -1))
    yield* (yield* UserFiles).write(options.csv, csv)
    yield* terminal.err(`Wrote ${table.rows.length + 1} row(s) to ${options.csv}`)
  })
