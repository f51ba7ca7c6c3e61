import { Effect } from "effect"
import { printableLines } from "../../domain/text/Printable.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { Terminal } from "../../services/Terminal.ts"
import { UserFiles } from "../../services/UserFiles.ts"
import type { Input } from "../command/Command.ts"
import { renderSqlCsv, renderSqlJson, renderSqlTable } from "../render/sql.ts"
import { exclusive } from "./shared.ts"

interface Options {
  readonly csv: string | undefined
  readonly json: boolean
}

/** `guild sql`: a question over the run index. */
export const handle = ({ args, options }: Input<Options, { readonly statement: string }>) =>
  Effect.gen(function* () {
    yield* exclusive(["--csv", options.csv !== undefined], ["--json", options.json])
    const terminal = yield* Terminal
    const found = yield* (yield* RunIndex).select(args.statement)
    if (options.json) return yield* terminal.out(renderSqlJson(found))
    if (options.csv === undefined) return yield* terminal.out(renderSqlTable(found))
    const csv = renderSqlCsv(found)
    if (options.csv === "-") {
      const text = csv.slice(0, -1)
      return yield* terminal.out(terminal.isTerminal ? printableLines(text) : text)
    }
    yield* (yield* UserFiles).write(options.csv, csv)
    yield* terminal.err(`Wrote ${found.rows.length + 1} row(s) to ${options.csv}`)
  })
