import { args, optional } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withFilters } from "../command/Filters.ts"
import { flag, text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const ls = command({
  name: "ls",
  summary: "List run files.",
  help: ["Lists the files of the latest run, or of RUN.", RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(
    options({
      path: text("-p, --path", {
        metavar: "PATH",
        help: "List only paths that begin with PATH or match it as a pattern, in which '*' also stands for '/'."
      }),
      sourcecode: flag("-s, --sourcecode", { help: "List source code files; PATH is relative to them." }),
      dependencies: flag("-d, --dependencies", { help: "List only resolved dependencies." }),
      generated: flag("-g, --generated", { help: "List only files that the run made." }),
      all: flag("-a, --all", { help: "List all files, including Guild's own." }),
      fullPath: flag("-f, --full-path", { help: "Show full paths." }),
      followLinks: flag("-L, --follow-links", { help: "List the files below links to directories." }),
      noFormat: flag("-n, --no-format", { help: "Show paths alone, without a heading." }),
      extended: flag("-x, --extended", { help: "Show sizes too." }),
      humanReadable: flag("-h, --human-readable", { help: "Show sizes in units that are easy to read; implies -x." }),
      remote: remoteOption
    })
  ),
  args: args({ run: optional("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/ls.ts")
})
