import { args, variadic } from "../command/Args.ts"
import { command } from "../command/Command.ts"
import { withFilters } from "../command/Filters.ts"
import { flag, integer, text, texts, place } from "../command/Options.ts"
import { options } from "../command/OptionSet.ts"
import { RUN_ARGUMENTS, TIME_RANGES } from "./help-texts.ts"

export const tensorboard = command({
  name: "tensorboard",
  summary: "Visualize runs with TensorBoard.",
  help: [
    "Starts TensorBoard on all runs, or on each RUN, with their flags as hyperparameters and the images (PNG, JPEG, GIF, BMP; 100 a run) that they made. Runs that come and go appear and disappear. Ctrl-C ends it.",
    "With --export-scalars the scalars of the runs are saved as CSV, for which TensorBoard is not needed.",
    RUN_ARGUMENTS,
    TIME_RANGES
  ],
  options: withFilters(
    options({
      host: text("-h, --host", { metavar: "HOST", help: "Name of the interface to listen on." }),
      port: integer("-p, --port", { metavar: "PORT", min: 0, help: "Port to listen on." }),
      includeBatch: flag("--include-batch", { help: "Include batch runs." }),
      refreshInterval: integer("--refresh-interval", {
        metavar: "SECONDS",
        min: 1,
        help: "Seconds between refreshes (default is 5)."
      }),
      runNameFlags: text("--run-name-flags", {
        metavar: "FLAGS",
        help: "Comma separated list of flags to name runs by, in place of their labels."
      }),
      noOpen: flag("-n, --no-open", { help: "Don't open TensorBoard in a browser." }),
      tbOptions: texts("-O, --option", {
        metavar: "OPTION=VALUE",
        help: "Option for TensorBoard. Use again for several options."
      }),
      skipImages: flag("--skip-images", { help: "Don't show images that runs made." }),
      skipHparams: flag("--skip-hparams", { help: "Don't show hyperparameters." }),
      tab: text("--tab", { metavar: "TAB", help: "Tab that TensorBoard is opened with." }),
      exportScalars: place("--export-scalars", {
        metavar: "PATH",
        help: "Save all scalars to a CSV file and exit. Use '-' for PATH to print to standard output."
      }),
      runsInfile: text("--runs-infile", { metavar: "PATH", help: "File with the IDs of runs to show.", hidden: true }),
      keepLogdir: flag("--keep-logdir", { help: "Don't remove the log directory.", hidden: true }),
      testLogdir: flag("--test-logdir", { help: "Print the files of the log directory and exit.", hidden: true }),
      darkMode: flag("--dark-mode", { help: "Open TensorBoard in dark mode.", hidden: true })
    })
  ),
  args: args({ runs: variadic("RUN") }),
  handler: () => import("../handlers/tensorboard.ts")
})
