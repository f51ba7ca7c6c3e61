import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withFilters } from "../command/Filters.ts"
import { flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const select = command({
  name: "select",
  summary: "Select a run and shows its ID.",
  help: [
    "Prints the ID of the latest run, or of RUN, so that a script can name it: guild run --restart $(guild select -o train).",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      all: flag("-A, --all", { help: "Select all matching runs, not only the latest." }),
      min: text("-min, --min", { metavar: "COLSPEC", help: "Select the run with the lowest value for COLSPEC." }),
      max: text("-max, --max", { metavar: "COLSPEC", help: "Select the run with the highest value for COLSPEC." }),
      short: flag("-s, -S, --short, --short-id", { help: "Show the short ID." }),
      attr: text("-a, --attr", { metavar: "ATTR", help: "Show an attribute of the run in place of its ID." }),
      dir: flag("-p, --path, --dir", { help: "Show the run directory in place of the ID." }),
      remote: remoteOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/select.ts")
})
