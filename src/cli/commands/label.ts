import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withFilters, yesOption } from "../command/Filters.ts"
import { flag, text, texts } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const label = command({
  name: "label",
  summary: "Set run labels.",
  help: [
    "Labels the latest run, or each RUN. A label may refer to flags as ${NAME} and to the label that Guild would give as ${default_label}.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      set: text("-s, --set", { metavar: "VAL", help: "Set VAL as the label." }),
      prepend: text("-p, -t, --prepend, --tag", { metavar: "VAL", help: "Put VAL before the label." }),
      append: text("-a, --append", { metavar: "VAL", help: "Put VAL behind the label." }),
      remove: texts("-rm, -u, --remove, --untag", {
        metavar: "VAL",
        help: "Remove VAL from the label: whole words only. May be used multiple times."
      }),
      clear: flag("-c, --clear", { help: "Clear the entire label." }),
      remote: remoteOption,
      yes: yesOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/label.ts")
})
