import { SHELLS } from "../../domain/Shells.ts"
import { noArgs } from "../command/Args.ts"
import type { Command, Group } from "../command/Command.ts"
import { command } from "../command/Command.ts"
import { choice, flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

/** @param commands the top level, to be completed: it has this command among its own */
export const completion = (commands: () => Group): Command =>
  command({
    name: "completion",
    hidden: true,
    summary: "Generate command completion for a shell.",
    help: [
      "Prints a script that completes commands, options, run IDs, operations, flags, tags and files for the shell that is in use, or for the one that is named. To use it at once in bash: source <(guild completion)",
      "With --install the shell's start-up file is made to load it."
    ],
    options: options({
      shell: choice("-s, --shell", SHELLS, { help: "Shell to generate completion for." }),
      shellInit: text("--shell-init", {
        metavar: "PATH",
        help: "Start-up file to change (default is the shell's own)."
      }),
      install: flag("-i, --install", { help: "Have the shell's start-up file load completion." }),
      line: text("--complete", { metavar: "LINE", help: "Print what completes LINE.", hidden: true })
    }),
    args: noArgs,
    handler: async () => {
      const { handleIn } = await import("../handlers/completion.ts")
      return { handle: handleIn(commands()) }
    }
  })
