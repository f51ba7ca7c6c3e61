import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { flag } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

export const models = command({
  name: "models",
  summary: "Show available models.",
  help: [
    "Lists the models that the Guild file of the current directory defines, each with the first line of its description.",
    "Use FILTER to show only models that have it in their name or description; several filters must all match.",
    "The anonymous model has no name and is not shown; see its operations with 'guild operations'."
  ],
  options: options({
    all: flag("-a, --all", { help: "Show all models including those designated as private." }),
    installed: flag("-i, --installed", { help: "Include models installed from packages." }),
    verbose: flag("-v, --verbose", { help: "Show model details." })
  }),
  args: args({ filters: variadic("FILTER") }),
  handler: () => import("../handlers/models.ts")
})
