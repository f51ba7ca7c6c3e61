import { args, optional } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters, yesOption } from "../command/Filters.ts"
import { flag, text, texts, toggle, place } from "../command/Options.ts"
import type { OptionSet } from "../command/OptionSet.ts"
import { both, options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

/** What `guild merge` and `guild api merge` have in common. */
const mergeOptions = options({
  targetDir: place("-t, --target-dir", { metavar: "DIR", help: "Copy to DIR rather than to the run's project." }),
  onlySourcecode: flag("-s, --sourcecode", { help: "Copy only source code." }),
  all: flag("-a, --all", { help: "Copy all files, including those that the run made." }),
  skipSourcecode: flag("--skip-sourcecode", { help: "Do not copy source code." }),
  skipDeps: flag("-D, --skip-deps", { help: "Do not copy files of the project that the run depends on." }),
  exclude: texts("-x, --exclude", {
    metavar: "PATTERN",
    help: "Do not copy files that match PATTERN. May be used multiple times."
  }),
  noSummary: flag("-S, --no-summary", { help: "Do not write a summary of the run." }),
  summaryName: text("--summary-name", {
    metavar: "NAME",
    help: "Name of the summary, in which '${run_id}' stands for the run's ID."
  }),
  preview: flag("-p, --preview", { help: "Show what would be copied, and copy nothing." }),
  replace: toggle("--replace", "--no-replace", {
    help: "Replace files that are not committed, or no files at all; without either, files that are committed are replaced."
  })
})

export const mergeSet = <A extends object>(own: OptionSet<A>) =>
  withFilters(both(mergeOptions, both(options({ yes: yesOption }), own)))

export const merge = command({
  name: "merge",
  hidden: true,
  summary: "Copy run files to a project.",
  help: [
    "Copies source code, and the files of the project that it depends on, from the latest run, or from RUN, back to the project. Nothing is copied where a file would be lost: one that differs and is not committed to version control.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: mergeSet(options({})),
  args: args({ run: optional("RUN") }),
  handler: () => import("../handlers/merge.ts")
})
