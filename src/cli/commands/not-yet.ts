import { args, variadic } from "../command/Args.ts"
import type { Command } from "../command/Command.ts"
import { command } from "../command/Command.ts"
import { options } from "../command/OptionSet.ts"

/** A command that is named and cannot be run. */
export const declared = (name: string, summary: string, ...aliases: ReadonlyArray<string>): Command =>
  command({
    name,
    aliases,
    summary,
    options: options({}),
    args: args({ words: variadic("ARG") }),
    handler: () => import("../handlers/not-yet.ts")
  })

/** Commands of Guild that this version names and cannot run. */
export const notYet: ReadonlyArray<Command> = [
  declared("init", "Initialize a Guild environment."),
  declared("install", "Install one or more packages."),
  declared("package", "Create a package for distribution."),
  declared("pull", "Copy one or more runs from a remote location."),
  declared("push", "Copy one or more runs to a remote location."),
  declared("remote", "Manage remote status."),
  declared("remotes", "Show available remotes."),
  declared("search", "Search for a package."),
  declared("shell", "Start a Python shell for API use."),
  declared("sync", "Synchronize remote runs."),
  declared("sys", "System utilities."),
  declared("tensorflow", "Collection of TensorFlow tools."),
  declared("uninstall", "Uninstall one or more packages."),
  declared("view", "Visualize runs in a local web application.")
]
