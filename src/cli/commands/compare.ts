import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { compareOptions } from "../command/CompareOptions.ts"

export const compare = command({
  name: "compare",
  summary: "Compare run results.",
  help: [
    "Runs are laid side by side: a row for each run, with its flags and scalars as columns. Use --table for text and --csv for a file that other programs read.",
    "COLUMNS is a comma separated list of columns: a scalar such as loss, 'min loss' or 'loss step', a flag such as =lr, or an attribute such as .label. Use 'COLUMN as NAME' to change a heading."
  ],
  options: compareOptions,
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/compare.ts")
})
