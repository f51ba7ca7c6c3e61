import { args, required, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters, yesOption } from "../command/Filters.ts"
import { flag } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const exportRuns = command({
  name: "export",
  summary: "Export one or more runs.",
  help: [
    "Copies runs to LOCATION, a directory or a file that ends with .zip, from where 'guild import' brings them back. Runs that are there already are left as they are. 'guild runs --archive LOCATION' lists the runs of a directory.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      move: flag("-m, --move", { help: "Move runs rather than copy them." }),
      copyResources: flag("-r, --copy-resources", {
        help: "Copy the files that runs link to. A zip file always has copies."
      }),
      yes: yesOption
    })
  ),
  args: args({ location: required("LOCATION"), runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/export.ts")
})
