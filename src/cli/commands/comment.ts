import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withFilters, yesOption } from "../command/Filters.ts"
import { flag, integer, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const comment = command({
  name: "comment",
  hidden: true,
  summary: "Add or remove run comments.",
  help: [
    "Changes the comments of the latest run, or of each RUN. Without options an editor opens for a new comment.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      list: flag("-l, --list", { help: "List comments." }),
      add: text("-a, --add", { metavar: "COMMENT", help: "Add COMMENT." }),
      edit: flag("-e, --edit", { help: "Write the comment in an editor." }),
      delete: integer("-d, --delete", {
        metavar: "INDEX",
        min: 1,
        help: "Delete the comment with INDEX, as --list shows it."
      }),
      clear: flag("-c, --clear", { help: "Delete all comments." }),
      user: text("-u, --user", { metavar: "USER", help: "USER or USER@HOST that the comment is by." }),
      remote: remoteOption,
      yes: yesOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/comment.ts")
})
