import { args, optional } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters } from "../command/Filters.ts"
import { flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const open = command({
  name: "open",
  summary: "Open a run path.",
  help: [
    "Opens the directory of the latest run, or of RUN, or a file in it, with the program that the system has for it.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      path: text("-p, --path", { metavar: "PATH", help: "Path to open, relative to the run directory." }),
      sourcecode: flag("-s, --sourcecode", { help: "Open the run's source code; PATH is relative to it." }),
      output: flag("-O, --output", { help: "Open what the run printed." }),
      cmd: text("-c, --cmd", { metavar: "CMD", help: "Open with CMD; the path is added to it." }),
      shell: flag("--shell", { help: "Open a new shell in the directory." }),
      shellCmd: text("--shell-cmd", { metavar: "CMD", help: "Open CMD as the new shell." })
    })
  ),
  args: args({ run: optional("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/open.ts")
})
