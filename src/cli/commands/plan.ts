import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { flag, text } from "../command/Options.ts"
import { both, options, some } from "../command/OptionSet.ts"
import { runOptions } from "../command/RunOptions.ts"

/** Options of `guild run` that settle what there is to run. */
const shared = some(runOptions, [
  "optimizer",
  "optimize",
  "minimize",
  "maximize",
  "optFlags",
  "maxTrials",
  "randomSeed",
  "repeat",
  "skipDone",
  "forceFlags",
  "forceDeps",
  "dep"
])

export const plan = command({
  name: "plan",
  summary: "Show what running an operation would run, and why.",
  help: [
    "Shows OPERATION and every operation that it requires, in the order that they would be run in, and says of each whether it would be run or skipped, and why: which flag, source file, command or required file has changed since its latest run. Runs nothing.",
    "'guild run OPERATION --with-deps' runs the required operations that the plan says are to be run, and then OPERATION; with --needed, OPERATION too is skipped where the plan says so.",
    "Below an operation with steps stand its steps, held against those of its latest run: a run with steps that is made anew goes through all of them.",
    "Of a batch it shows the trials, and with --skip-done which of them are done already; of a search, how many trials there are and what chooses them. What is drawn at random is shown where --random-seed settles it.",
    "With --restart, shows what 'guild run --restart RUN' would do: which steps of a run with steps are finished and which are run, and why.",
    "A required file counts as changed when it was written after the run was made."
  ],
  options: both(
    shared,
    options({
      restart: text("--start, --restart", { metavar: "RUN", help: "Show what starting RUN again would run." }),
      fromStep: text("--from", {
        metavar: "STEP",
        help: "With --restart, go back to STEP of an operation with steps."
      }),
      json: flag("--json", { help: "Format the plan as JSON." })
    })
  ),
  args: args({ words: variadic("[[MODEL:]OPERATION] [FLAG=VAL...]") }),
  handler: () => import("../handlers/plan.ts")
})
