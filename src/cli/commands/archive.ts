import { args, optional, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters, yesOption } from "../command/Filters.ts"
import { flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const archive = command({
  name: "archive",
  hidden: true,
  summary: "Archive one or more runs.",
  help: [
    "Moves all matching runs, or each RUN, to the archive NAME, which stands in the directory of the user configuration. 'guild runs --archive NAME' lists its runs and 'guild import NAME' brings them back.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      create: flag("--create", { help: "Create the archive if it does not exist." }),
      list: flag("-l, --list", { help: "List archives." }),
      copy: flag("-c, --copy", { help: "Copy runs rather than move them." }),
      copyResources: flag("-r, --copy-resources", { help: "Copy the files that runs link to." }),
      description: text("-d, --description", { metavar: "VAL", help: "Describe the archive." }),
      verbose: flag("-v, --verbose", { help: "Show the places and times of archives, with --list." }),
      yes: yesOption
    })
  ),
  args: args({ name: optional("NAME"), runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/archive-runs.ts")
})
