import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters } from "../command/Filters.ts"
import { choice, flag, integer, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

export const compareOptions = withFilters(
  options({
    min: text("-min, --min", { metavar: "COLUMN", help: "Show the lowest values for COLUMN first." }),
    max: text("-max, --max", { metavar: "COLUMN", help: "Show the highest values for COLUMN first." }),
    limit: integer("-n, --limit, --top", { metavar: "N", min: 1, help: "Only show the top N runs." }),
    extraCols: flag("-e, --extra-cols", { help: "Show extra columns such as source code hash." }),
    allScalars: flag("-s, --all-scalars", { help: "Include all scalars." }),
    cols: text("-c, --cols", {
      metavar: "COLUMNS",
      help: "Additional columns to compare. Cannot be used with --strict-cols."
    }),
    strictCols: text("-cc, --strict-cols", {
      metavar: "COLUMNS",
      help: "Columns to compare. Cannot be used with --cols."
    }),
    skipOpCols: flag("-p, --skip-op-cols", { help: "Don't show operation columns." }),
    skipCore: flag("-r, --skip-core", { help: "Don't show core columns." }),
    skipUnchanged: flag("-u, --skip-unchanged", { help: "Don't show columns whose values are all the same." }),
    table: flag("-t, --table", { help: "Show comparison data as a table." }),
    csv: text("--csv", {
      metavar: "PATH",
      help: "Save comparison data to a CSV file. Use '-' for PATH to print to standard output."
    }),
    json: flag("--json", { help: "Show comparison data as JSON." }),
    tool: choice("--tool", ["hiplot"], { help: "Tool to use for comparing runs." }),
    includeBatch: flag("--include-batch", { help: "Include batch runs." }),
    printScalars: flag("--print-scalars", { help: "Show available scalars and exit." })
  })
)

export type CompareCommandOptions = ReturnType<typeof compareOptions.decode>

export const compare = command({
  name: "compare",
  summary: "Compare run results.",
  help: [
    "Runs are laid side by side: a row for each run, with its flags and scalars as columns. Use --table for text and --csv for a file that other programs read.",
    "COLUMNS is a comma separated list of columns: a scalar such as loss, 'min loss' or 'loss step', a flag such as =lr, or an attribute such as .label. Use 'COLUMN as NAME' to change a heading."
  ],
  options: compareOptions,
  args: args({ runs: variadic("RUN") }),
  handler: () => import("../handlers/compare.ts")
})
