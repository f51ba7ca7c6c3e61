import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withoutStatusFilters } from "../command/Filters.ts"
import { flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const watch = command({
  name: "watch",
  summary: "Watch run output.",
  help: [
    "Shows what the latest running run, or RUN, prints until it ends; a RUN that has not started is waited for. Ctrl-C stops watching and leaves the run alone.",
    "Several runs can be watched together. Each line is then shown behind the short ID of the run that printed it.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withoutStatusFilters(
    options({
      remote: remoteOption,
      pid: text("-p, --pid", {
        metavar: "PID",
        help: "Watch the run with process PID, which may be a file that has it."
      }),
      all: flag("-A, --all", { help: "Watch all matching running runs, not only the latest." })
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/watch.ts")
})
