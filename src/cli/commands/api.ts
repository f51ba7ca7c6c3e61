import { args, noArgs, optional, required, variadic } from "../command/Args.ts"
import { command, group } from "../command/Command.ts"
import { withFilters } from "../command/Filters.ts"
import { choice, flag } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"
import { mergeSet } from "./merge.ts"
import { declared } from "./not-yet.ts"

const format = flag("-f, --format", { help: "Lay the JSON out for readers." })
const includeBatch = flag("--include-batch", { help: "Include batch runs." })

const runs = command({
  name: "runs",
  summary: "Show runs as JSON.",
  help: [RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(
    options({
      format,
      apiVersion: choice("-v, --api-version", ["1", "2"], {
        help: "With 1, flags and scalars are lists; with 2, they are objects by name (default is 1)."
      }),
      deleted: flag("-d, --deleted", { help: "Show deleted runs." }),
      includeBatch
    })
  ),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/api-runs.ts")
})

const compare = command({
  name: "compare",
  summary: "Show a comparison of runs as JSON: a list of headings, and a list of values for each run.",
  help: [RUN_ARGUMENTS, TIME_RANGES],
  options: withFilters(options({ format, includeBatch })),
  args: args({ runs: variadic("RUN") }),
  needs: "runs",
  handler: () => import("../handlers/api-compare.ts")
})

const ops = command({
  name: "ops",
  summary: "Show the project's operations as JSON.",
  options: options({ format }),
  args: noArgs,
  handler: () => import("../handlers/api-ops.ts")
})

const helpOp = command({
  name: "help-op",
  summary: "Show the help of an operation as JSON.",
  options: options({ format }),
  args: args({ operation: required("OPSPEC") }),
  handler: () => import("../handlers/api-help-op.ts")
})

const merge = command({
  name: "merge",
  summary: "Copy run files to a project, and show as JSON what was copied.",
  help: [RUN_ARGUMENTS, TIME_RANGES],
  options: mergeSet(options({ format })),
  args: args({ run: optional("RUN") }),
  handler: () => import("../handlers/api-merge.ts")
})

export const api = group({
  name: "api",
  hidden: true,
  summary: "What other programs ask guild for, as JSON.",
  commands: [compare, helpOp, merge, ops, runs, declared("serve", "Serve runs as JSON over HTTP.")]
})
