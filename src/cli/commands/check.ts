import { noArgs } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { flag, text, toggle } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

export const check = command({
  name: "check",
  summary: "Check the Guild setup.",
  help: [
    "Shows what there is to know of this installation, and says everything that is wrong or odd in the Guild file of the current directory.",
    "Ends with an error where the Guild file cannot be used. Nothing of the project is run."
  ],
  options: options({
    noInfo: flag("-n, --no-info", { help: "Don't print info (useful when checking a Guild file)." }),
    space: flag("--space", { help: "Show disk space used by runs, deleted runs, and cached files." }),
    verbose: flag("-v, --verbose", { help: "Show more information." }),
    version: text("--version", {
      metavar: "REQUIRED",
      help: "Check that guild's version matches REQUIRED, such as '>=0.7'."
    }),
    offline: toggle("--offline", "--no-offline", { help: "Don't check the latest available version." })
  }),
  args: noArgs,
  handler: () => import("../handlers/check.ts")
})
