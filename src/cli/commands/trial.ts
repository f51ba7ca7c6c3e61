import { args, optional, variadic } from "../command/Args.ts"
import { command, group } from "../command/Command.ts"
import { text } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"

const EXIT_CODES =
  "Exits with 3 where the batch runs no more trials, because of --max-trials, --budget or --fail-on-trial-error."

const get = text("-g, --get", {
  metavar: "NAME",
  help: "Print the value of NAME in place of everything: objective, run, status, dir, or the name of a scalar."
})

const trialRun = command({
  name: "run",
  summary: "Run a trial and print what came of it.",
  help: [
    "Runs a trial of the batch that this process is the optimizer of, waits for its end, and prints what came of it as one line of JSON. Flags that are not given are those of the batch.",
    "Exits with the trial's own exit code.",
    EXIT_CODES
  ],
  options: options({ get }),
  args: args({ flags: variadic("[FLAG=VAL...]") }),
  handler: () => import("../handlers/trial-run.ts")
})

const all = command({
  name: "all",
  summary: "Run several trials, as many at a time as the batch may.",
  help: [
    "Runs a trial for each combination of flag values, or for each entry of a batch file, and prints what came of each as one line of JSON when all have ended.",
    EXIT_CODES
  ],
  options: options({ get }),
  args: args({ words: variadic("[FLAG=VAL...] [@FILE...]") }),
  handler: () => import("../handlers/trial-all.ts")
})

const results = command({
  name: "results",
  summary: "Print what came of the trials so far.",
  help: ["Prints one line of JSON for each trial that has ended, those of an earlier start of the batch first."],
  options: options({ get }),
  args: args({}),
  handler: () => import("../handlers/trial-results.ts")
})

const info = command({
  name: "info",
  summary: "Print what the batch is about.",
  help: [
    "Prints the flags of the batch and of its prototype, what is to be searched, the objective and the limits as one line of JSON.",
    "NAME picks one value from it, such as max_trials, random_seed, flags.NAME, proto.flags.NAME or space.NAME.low."
  ],
  options: options({}),
  args: args({ name: optional("[NAME]") }),
  handler: () => import("../handlers/trial-info.ts")
})

export const trial = group({
  name: "trial",
  summary: "Run trials from the process of an optimizer.",
  help: [
    "For programs that are run with 'guild run OPERATION --optimizer NAME': they choose the trials, and guild runs them."
  ],
  options: options({}),
  commands: [all, info, results, trialRun]
})
