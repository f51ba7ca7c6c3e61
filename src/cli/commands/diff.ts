import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { remoteOption, withFilters } from "../command/Filters.ts"
import { flag, text, texts, place } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const diff = command({
  name: "diff",
  summary: "Diff two runs.",
  help: [
    "Shows what differs between two runs, or with --working and --working-dir between a run's source code and a directory. Without RUNs it compares the latest two.",
    "Differences are shown by CMD, or by the command that 'diff.command' of the user configuration names, or by guild itself.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      output: flag("-O, --output", { help: "Diff run output." }),
      sourcecode: flag("-s, --sourcecode", { help: "Diff run source code." }),
      env: flag("-e, --env", { help: "Diff run environments." }),
      flags: flag("-f, --flags", { help: "Diff run flags." }),
      attrs: flag("-a, --attrs", { help: "Diff all run attributes." }),
      deps: flag("-d, --deps", { help: "Diff resolved dependencies." }),
      files: flag("--files", { help: "Diff files that the runs made or were given." }),
      scalars: flag("--scalars", { help: "Diff the last values of scalars." }),
      path: texts("-p, --path", { metavar: "PATH", help: "Diff PATH of the runs. May be used multiple times." }),
      working: flag("-w, --working", { help: "Diff the run's source code with that of its project." }),
      workingDir: place("-W, --working-dir, --dir", { metavar: "DIR", help: "Diff the run's source code with DIR." }),
      cmd: text("-c, --cmd", { metavar: "CMD", help: "Command to show differences with." }),
      remote: remoteOption
    })
  ),
  args: args({ runs: variadic("RUN") }),
  handler: () => import("../handlers/diff.ts")
})
