import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters, yesOption } from "../command/Filters.ts"
import { flag } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const mark = command({
  name: "mark",
  summary: "Mark a run.",
  help: [
    "Marks the latest run, or each RUN. Operations that need another operation's files use a marked run before the latest.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      clear: flag("-c, --clear", { help: "Unmark runs; all that are marked, if no RUN is given." }),
      yes: yesOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/mark.ts")
})
