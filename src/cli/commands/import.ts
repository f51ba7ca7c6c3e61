import { args, required, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters, yesOption } from "../command/Filters.ts"
import { flag } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const importRuns = command({
  name: "import",
  summary: "Import one or more runs from ARCHIVE.",
  help: [
    "Copies runs from ARCHIVE, a directory or a .zip file that 'guild export' made, or any directory of runs. Runs that exist are left as they are.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      move: flag("-m, --move", { help: "Move runs rather than copy them. Not for .zip files." }),
      copyResources: flag("-r, --copy-resources", { help: "Copy the files that runs link to." }),
      yes: yesOption
    })
  ),
  args: args({ archive: required("ARCHIVE"), runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/import.ts")
})
