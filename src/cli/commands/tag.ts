import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withFilters, yesOption } from "../command/Filters.ts"
import { flag, texts } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const tag = command({
  name: "tag",
  hidden: true,
  summary: "Add or remove run tags.",
  help: ["Changes the tags of the latest run, or of each RUN.", RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(
    options({
      add: texts("-a, --add", { metavar: "TAG", help: "Add TAG. May be used multiple times." }),
      delete: texts("-d, --delete", { metavar: "TAG", help: "Delete TAG. May be used multiple times." }),
      clear: flag("-c, --clear", { help: "Clear all tags." }),
      syncLabels: flag("-s, --sync-labels", { help: "Make the same changes to the label." }),
      listAll: flag("--list-all", { help: "List all tags in use." }),
      remote: remoteOption,
      yes: yesOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/tag.ts")
})
