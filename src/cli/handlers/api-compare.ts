import { Effect } from "effect"
import { jsonText } from "../../domain/text/JsonText.ts"
import { Terminal } from "../../services/Terminal.ts"
import { compareRuns } from "../../workflows/CompareRuns.ts"
import { findRuns } from "../../workflows/FindRuns.ts"
import type { RunFilters } from "../../workflows/RunFilters.ts"
import type { Input } from "../command/Command.ts"
import { indent } from "./api-format.ts"

interface Options {
  readonly filters: RunFilters
  readonly format: boolean
  readonly includeBatch: boolean
}

/** The columns that `guild compare` shows when nothing is said of them. */
const USUAL = {
  cols: undefined,
  strictCols: undefined,
  min: undefined,
  max: undefined,
  limit: undefined,
  extraCols: false,
  skipCore: false,
  skipOpColumns: false,
  skipUnchanged: false,
  allScalars: false
}

/** `guild api compare`: the headings, and a row for each run. */
export const handle = ({ args, options, path }: Input<Options, { readonly runs: ReadonlyArray<string> }>) =>
  Effect.gen(function* () {
    const found = yield* findRuns({ scope: "live", filters: options.filters, words: args.runs, command: path })
    const table = yield* compareRuns(
      found.filter((run) => options.includeBatch || !run.isBatch),
      USUAL
    )
    const rows = table.rows.map((cells) => table.headings.map((_, at) => cells[at]?.value ?? null))
    yield* (yield* Terminal).out(jsonText([table.headings, ...rows], indent(options)))
  })
