import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { flag } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

export const ops = command({
  name: "operations",
  aliases: ["ops"],
  summary: "Show model operations.",
  help: [
    "Lists the operations that the Guild file of the current directory defines, each with the first line of its description.",
    "Use FILTER to show only operations that have it in their name or description; several filters must all match.",
    "Operations whose names start with an underscore are private and only shown with --all."
  ],
  options: options({
    all: flag("-a, --all", { help: "Show all operations including those designated as private." }),
    installed: flag("-i, --installed", { help: "Include operations installed from packages." }),
    verbose: flag("-v, --verbose", { help: "Show operation details." })
  }),
  args: args({ filters: variadic("FILTER") }),
  handler: () => import("../handlers/ops.ts")
})
