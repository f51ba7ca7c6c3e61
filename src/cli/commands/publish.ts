import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters, yesOption } from "../command/Filters.ts"
import { flag, text, place } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const publish = command({
  name: "publish",
  summary: "Publish one or more runs.",
  help: [
    "Writes a report of each run, with what is known of it as files, to a directory, and an index of all runs there. Reports are made by a template: a directory with files in Jinja's language.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      dest: place("-d, --dest", {
        metavar: "DIR",
        help: "Directory to publish runs in (default is 'published-runs')."
      }),
      template: text("-t, --template", { metavar: "VAL", help: "Template used to publish runs." }),
      indexTemplate: text("-i, --index-template", { metavar: "VAL", help: "Template used to publish the index." }),
      files: flag("-f, --files", { help: "Publish the files that operations select for it." }),
      allFiles: flag("-a, --all-files", { help: "Publish all files of runs." }),
      includeLinks: flag("-L, --include-links", { help: "Publish files that runs link to. Implies --files." }),
      noMd5: flag("--no-md5", { help: "Do not calculate MD5 sums of files." }),
      includeBatch: flag("--include-batch", { help: "Publish batch runs, too." }),
      refreshIndex: flag("-r, --refresh-index", { help: "Only write the index anew." }),
      yes: yesOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  handler: () => import("../handlers/publish.ts")
})
