import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { runOptions } from "../command/RunOptions.ts"

export const runArgs = args({ words: variadic("[[MODEL:]OPERATION] [FLAG=VAL...]") })

export const run = command({
  name: "run",
  summary: "Run a model operation.",
  help: [
    "By default Guild tries to run OPERATION for the default model defined in the current project.",
    "If MODEL is specified, Guild uses it instead of the default model.",
    "OPERATION may alternatively be a script: a Python, shell, Node, TypeScript or R program, or any executable file.",
    "[FLAG=VAL...] sets flags. A list of values for a flag, as in x=[1,2,3], runs one trial for each combination of values. @FILE names a batch file of flag values (CSV, JSON or YAML)."
  ],
  options: runOptions,
  args: runArgs,
  handler: () => import("../handlers/run.ts")
})
