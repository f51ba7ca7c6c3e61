import { args, optional } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withFilters } from "../command/Filters.ts"
import { flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const cat = command({
  name: "cat",
  summary: "Show contents of a run file.",
  help: ["Shows a file of the latest run, or of RUN, or what the run printed.", RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(
    options({
      path: text("-p, --path", { metavar: "PATH", help: "File to show, relative to the run directory." }),
      sourcecode: flag("-s, --sourcecode", { help: "PATH is relative to the run's source code." }),
      output: flag("-O, --output", { help: "Show what the run printed." }),
      page: flag("-pa, --page", { help: "Show the file in a pager." }),
      remote: remoteOption
    })
  ),
  args: args({ run: optional("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/cat.ts")
})
