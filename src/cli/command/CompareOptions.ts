import { withFilters } from "./Filters.ts"
import { choice, flag, integer, text, place } from "./Options.ts"
import { options } from "./OptionSet.ts"

/** Every option of `guild compare`. */
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
    repeats: flag("--repeats", {
      help: "Show runs of the same source code, operation and flags as one, with the mean and deviation of scalars."
    }),
    table: flag("-t, --table", { help: "Show comparison data as a table." }),
    csv: place("--csv", {
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
