import { batchOutputs } from "../../domain/batch/BatchPolicy.ts"
import { parseTimeSpan } from "../../domain/batch/Budget.ts"
import { stopRuleNames } from "../../domain/stoprule/StopRule.ts"
import { stopRuleFlagProblem } from "../../domain/stoprule/StopRuleFlags.ts"
import { choice, flag, integer, number, text, texts, place } from "./Options.ts"
import { options } from "./OptionSet.ts"

/** Every option of `guild run`, by the name under which the run's `run_params` attribute keeps it (in camel case). */
export const runOptions = options({
  label: text("-l, --label", { metavar: "LABEL", help: "Set a label for the run; may refer to flags as ${NAME}." }),
  tag: texts("-t, --tag", { metavar: "TAG", help: "Associate TAG with run. May be used multiple times." }),
  comment: text("-c, --comment", { metavar: "COMMENT", help: "Comment associated with the run." }),
  editComment: flag("-ec, --edit-comment", { help: "Use an editor to type a comment." }),
  editFlags: flag("-e, --edit-flags", { help: "Use an editor to review and modify flags." }),
  runDir: place("-d, --run-dir", {
    metavar: "DIR",
    help: "Use alternative run directory DIR. Cannot be used with --stage."
  }),
  stage: flag("--stage", { help: "Stage an operation." }),
  restart: text("--start, --restart", { metavar: "RUN", help: "Start a staged run or restart an existing run." }),
  proto: text("--proto", { metavar: "RUN", help: "Use the operation, flags and source code from RUN." }),
  forceSourcecode: flag("--force-sourcecode", {
    help: "Use working source code when --restart or --proto is specified."
  }),
  gpus: text("--gpus", {
    metavar: "DEVICES",
    help: "Limit availability of GPUs to DEVICES, a comma separated list of IDs."
  }),
  noGpus: flag("--no-gpus", { help: "Disable GPUs for the run." }),
  batchLabel: text("-bl, --batch-label", { metavar: "LABEL", help: "Label to use for batch runs." }),
  batchTag: texts("-bt, --batch-tag", {
    metavar: "TAG",
    help: "Associate TAG with the batch. May be used multiple times."
  }),
  batchComment: text("-bc, --batch-comment", { metavar: "COMMENT", help: "Comment associated with batch." }),
  editBatchComment: flag("-ebc, --edit-batch-comment", { help: "Use an editor to type a batch comment." }),
  optimizer: text("-o, --optimizer", { metavar: "ALGORITHM", help: "Optimize the run using the specified algorithm." }),
  optimize: flag("-O, --optimize", { help: "Optimize the run using the default optimizer." }),
  minimize: text("-N, --minimize", { metavar: "COLUMN", help: "Column to minimize when running with an optimizer." }),
  maximize: text("-X, --maximize", { metavar: "COLUMN", help: "Column to maximize when running with an optimizer." }),
  optFlags: texts("-Fo, --opt-flag", {
    metavar: "FLAG=VAL",
    help: "Flag for OPTIMIZER. May be used multiple times."
  }),
  maxTrials: integer("-m, --max-trials, --trials", {
    metavar: "N",
    min: 1,
    help: "Maximum number of trials to run in batch operations."
  }),
  randomSeed: integer("--random-seed", { metavar: "N", help: "Random seed used when sampling trials or flag values." }),
  debugSourcecode: place("--debug-sourcecode", {
    metavar: "PATH",
    help: "Specify an alternative source code path for debugging."
  }),
  stageTrials: flag("--stage-trials", { help: "For batch operations, stage trials without running them." }),
  jobs: {
    ...text("-j, --jobs", {
      metavar: "N",
      help: "Run up to N trials of a batch, or independent steps, at the same time; 'auto' runs one for each processor."
    }),
    check: (value) =>
      value === "auto" || /^[1-9]\d{0,5}$/.test(value) ? undefined : `${value} is neither a number above 0 nor 'auto'`
  },
  fromStep: text("--from", {
    metavar: "STEP",
    help: "With --restart, run STEP of an operation with steps again, and all steps that need it."
  }),
  failFast: flag("--fail-fast", { help: "Stop all steps of an operation when one of them fails." }),
  gpusPerTrial: integer("--gpus-per-trial", {
    metavar: "K",
    min: 1,
    help: "Give each trial of a batch K GPUs of its own."
  }),
  batchOutput: choice("--batch-output", batchOutputs, {
    help: "How the output of trials is shown: as it comes, by line with the ID of the trial, by trial, or not at all."
  }),
  budget: {
    ...text("--budget", {
      metavar: "TIME",
      help: "Start no more trials of a batch after TIME, such as 90s, 30m or 2h; those that run come to their end."
    }),
    check: (value) => (parseTimeSpan(value) === undefined ? `${value} is not a time such as 90s, 30m or 2h` : undefined)
  },
  repeat: integer("--repeat", {
    metavar: "N",
    min: 1,
    help: "Run each trial N times, each time with another random seed."
  }),
  skipDone: flag("--skip-done", {
    help: "Skip trials that a completed run of the same source code and flags makes needless."
  }),
  stopRule: choice("--stop-rule", stopRuleNames, {
    help: "End trials of a batch that fall behind the others, going by the objective as they print it."
  }),
  stopRuleFlags: {
    ...texts("--stop-rule-flag", {
      metavar: "NAME=VALUE",
      help: "Flag for --stop-rule: min-steps, eta or brackets. May be used multiple times."
    }),
    check: stopRuleFlagProblem
  },
  resume: text("--resume", {
    metavar: "RUN",
    help: "Go on with a batch that was stopped, and keep its trials."
  }),
  retryFailed: flag("--retry-failed", { help: "With --resume, run the trials that failed again." }),
  remote: text("-r, --remote", { metavar: "REMOTE", help: "Run the operation remotely." }),
  yes: flag("-y, --yes", { help: "Do not prompt before running operation." }),
  forceFlags: flag("-f, --force-flags", { help: "Accept all flag assignments, even for undefined or invalid values." }),
  forceDeps: flag("--force-deps", { help: "Continue even when a required resource is not resolved." }),
  stopAfter: number("--stop-after", { metavar: "N", help: "Stop operation after N minutes." }),
  failOnTrialError: flag("--fail-on-trial-error", { help: "Stop batch operations when a trial exits with an error." }),
  needed: flag("--needed", { help: "Run only if there is not an available matching run." }),
  withDeps: flag("--with-deps", {
    help: "First run the required operations that have not been run, or not as they would be now. See 'guild plan'."
  }),
  background: flag("-b, --background", { help: "Run operation in background." }),
  pidfile: place("--pidfile", {
    metavar: "PIDFILE",
    help: "Run operation in background, writing the background process ID to PIDFILE."
  }),
  noWait: flag("-n, --no-wait", { help: "Don't wait for a remote operation to complete." }),
  saveTrials: place("--save-trials", { metavar: "PATH", help: "Saves generated trials to a CSV batch file." }),
  keepRun: flag("--keep-run", { help: "Keep run even when configured with 'delete-on-success'." }),
  keepBatch: flag("--keep-batch", { help: "Keep batch run rather than delete it on success." }),
  dep: texts("-D, --dep", { metavar: "PATH", help: "Include PATH as a dependency." }),
  quiet: flag("-q, --quiet", { help: "Do not show output." }),
  printCmd: flag("--print-cmd", { help: "Show operation command and exit." }),
  printEnv: flag("--print-env", { help: "Show operation environment and exit." }),
  printTrials: flag("--print-trials", { help: "Show generated trials and exit." }),
  helpModel: flag("--help-model", { help: "Show model help and exit." }),
  helpOp: flag("-h, --help-op", { help: "Show operation help and exit." }),
  testOutputScalars: text("--test-output-scalars", {
    metavar: "OUTPUT",
    help: "Test output scalars on output. Use '-' to read from standard input."
  }),
  testOutputAttrs: text("--test-output-attrs", {
    metavar: "OUTPUT",
    help: "Test output attributes on output.",
    hidden: true
  }),
  testSourcecode: flag("--test-sourcecode", { help: "Test source code selection." }),
  testFlags: flag("--test-flags", { help: "Test flag configuration." }),
  runId: text("--run-id", { metavar: "VAL", help: "Use this ID for the run.", hidden: true }),
  setTrace: flag("--set-trace", { help: "Enter the Python debugger at the operation entry point.", hidden: true }),
  break: texts("--break", { metavar: "LOCATION", help: "Set a breakpoint at LOCATION.", hidden: true }),
  breakOnError: flag("--break-on-error", {
    help: "Enter the Python debugger at the point an error occurs.",
    hidden: true
  })
})

export type RunOptions = ReturnType<typeof runOptions.decode>
