import { Array, Effect } from "effect"
import { flagsKey } from "../../domain/batch/FlagsKey.ts"
import { mergeRepeats } from "../../domain/compare/Repeats.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { scalarName } from "../../domain/scalars/Scalar.ts"
import { printableLines } from "../../domain/text/Printable.ts"
import { visibleText } from "../../domain/text/VisibleText.ts"
import { Host } from "../../services/Host.ts"
import { RunStore } from "../../services/RunStore.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import { compareRows, compareRuns, scalarsOf } from "../../workflows/CompareRuns.ts"
import { findRuns } from "../../workflows/FindRuns.ts"
import { untilAsked } from "../../workflows/UntilAsked.ts"
import type { Input } from "../command/Command.ts"
import type { CompareCommandOptions } from "../command/CompareOptions.ts"
import { renderCompareCsv, renderCompareJson, renderCompareTable } from "../render/compare.ts"
import { showPlot } from "./compare-plot.ts"
import { exclusive } from "./shared.ts"
import { warnDamaged } from "./warn-damaged.ts"

type CompareInput = Input<CompareCommandOptions, { readonly runs: ReadonlyArray<string> }>

const check = (options: CompareCommandOptions) =>
  Effect.gen(function* () {
    yield* exclusive(["--cols", options.cols !== undefined], ["--strict-cols", options.strictCols !== undefined])
    yield* exclusive(["--min", options.min !== undefined], ["--max", options.max !== undefined])
    yield* exclusive(["--table", options.table], ["--csv", options.csv !== undefined])
    yield* exclusive(["--table", options.table], ["--json", options.json])
    yield* exclusive(["--csv", options.csv !== undefined], ["--json", options.json])
    for (const [name, used] of [
      ["--table", options.table],
      ["--csv", options.csv !== undefined],
      ["--json", options.json]
    ] as const)
      yield* exclusive(["--tool", options.tool !== undefined], [name, used])
  })

/** The runs to compare, the latest first. Batches are left out unless asked for: they have no results of their own. */
const comparedRuns = ({ args, options, path }: CompareInput) =>
  Effect.map(findRuns({ scope: "live", filters: options.filters, words: args.runs, command: path }), (runs) =>
    runs.filter((run) => options.includeBatch || !run.isBatch)
  )

const request = (options: CompareCommandOptions) => ({ ...options, skipOpColumns: options.skipOpCols })

/** Whether the table is one to work in: on a terminal that can show it, where no other form was asked for. */
const wantsSheet = (options: CompareCommandOptions) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const { env } = yield* Host
    const plain =
      options.repeats ||
      options.printScalars ||
      options.table ||
      options.json ||
      options.csv !== undefined ||
      options.tool !== undefined ||
      env["TERM"] === "dumb"
    return terminal.isTerminal && terminal.canAsk && !plain
  })

/**
 * The runs to compare, as they are whenever this is run. Runs that were named stay the same ones: a position means another run
 * when a new one has come.
 */
const runsNow = (input: CompareInput) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    if (input.args.runs.length === 0) return comparedRuns(input)
    const named = yield* comparedRuns(input)
    return Effect.map(
      Effect.forEach(named, (run) => store.read(run)),
      Array.getSomes
    )
  })

/** The table on the whole screen, until the user leaves it. */
const showSheet = (input: CompareInput) =>
  Effect.gen(function* () {
    const [{ compareSheet }, { liveSheet }] = yield* Effect.promise(() =>
      Promise.all([import("../tui/CompareSheet.ts"), import("../tui/LiveSheet.ts")])
    )
    const sheet = compareSheet(yield* runsNow(input), (runs) => compareRows(runs, request(input.options)))
    yield* untilAsked(liveSheet(sheet))
  })

/** Runs that differ in nothing but chance as one row. */
const comparedRepeats = (runs: ReadonlyArray<Run>, options: CompareCommandOptions) =>
  Effect.gen(function* () {
    const { runs: shown, table } = yield* compareRows(runs, { ...request(options), limit: undefined })
    const merged = mergeRepeats(
      table,
      shown.map(({ flags, opRef, sourcecodeDigest = "" }) =>
        [sourcecodeDigest, opRef.pkgName, opRef.modelName, opRef.opName, flagsKey(flags)].join(" ")
      )
    )
    return { ...merged, rows: merged.rows.slice(0, options.limit) }
  })

/** Lays runs side by side. */
export const handle = (input: CompareInput) =>
  Effect.gen(function* () {
    const { options } = input
    const terminal = yield* Terminal
    yield* check(options)
    if (yield* wantsSheet(options)) return yield* showSheet(input)
    const runs = yield* comparedRuns(input)
    if (options.printScalars) {
      const all = yield* scalarsOf(runs)
      const names = new Set(all.flatMap(({ scalars }) => scalars.map(scalarName)))
      for (const name of [...names].sort()) yield* terminal.out(visibleText(name))
      return
    }
    const compared = options.repeats ? comparedRepeats(runs, options) : compareRuns(runs, request(options))
    if (options.tool !== undefined) return yield* showPlot(compared)
    const table = yield* compared
    yield* warnDamaged(runs)
    if (options.json) return yield* terminal.out(renderCompareJson(table))
    if (options.csv === undefined) return yield* terminal.out(renderCompareTable(table))
    const csv = renderCompareCsv(table)
    if (options.csv === "-") {
      const text = csv.slice(0, -1)
      return yield* terminal.out(terminal.isTerminal ? printableLines(text) : text)
    }
    yield* (yield* UserFiles).write(options.csv, csv)
    yield* terminal.err(`Wrote ${table.rows.length + 1} row(s) to ${options.csv}`)
  })
