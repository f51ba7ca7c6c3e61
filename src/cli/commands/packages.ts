import { args, variadic } from "../command/Args.ts"
import { command, group } from "../command/Command.ts"
import { flag } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { declared } from "./not-yet.ts"

const list = command({
  name: "list",
  aliases: ["ls"],
  summary: "List installed packages.",
  help: [
    "Lists packages with models that are installed for Python, each with its version and what it says of itself.",
    "Use TERM to show only packages that have it in their name or summary; several terms must all match."
  ],
  options: options({ all: flag("-a, --all", { help: "Show all installed Python packages." }) }),
  args: args({ terms: variadic("TERM") }),
  handler: () => import("../handlers/packages-list.ts")
})

const info = command({
  name: "info",
  summary: "Show information for one or more packages.",
  help: ["Shows what the metadata of each installed PACKAGE says."],
  options: options({}),
  args: args({ packages: variadic("PACKAGE") }),
  handler: () => import("../handlers/packages-info.ts")
})

export const packages = group({
  name: "packages",
  summary: "Show or manage packages.",
  help: ["Without a COMMAND, lists packages."],
  fallback: list,
  commands: [list, info, declared("delete", "Uninstall one or more packages.", "rm")]
})
