import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withoutStatusFilters, yesOption } from "../command/Filters.ts"
import { flag, integer } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const stop = command({
  name: "stop",
  summary: "Stop one or more runs.",
  help: ["Stops all running runs, or each RUN. Only running runs count.", RUN_ARGUMENTS, TIME_RANGES],
  options: withoutStatusFilters(
    options({
      remote: remoteOption,
      yes: yesOption,
      noWait: flag("-n, --no-wait", { help: "Do not wait for runs to stop." }),
      force: flag("--force", { help: "Kill a run that has not stopped in time." }),
      timeout: integer("--timeout", {
        metavar: "N",
        min: 0,
        help: "Seconds to wait for a run to stop (default is 30)."
      })
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/stop.ts")
})
