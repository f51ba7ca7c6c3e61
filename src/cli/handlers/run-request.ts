import { Effect, Random } from "effect"
import { parseFlagAssigns, parseRunWords } from "../../domain/flags/FlagAssign.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { RestartRequired } from "../../domain/steps/StepErrors.ts"
import { CommandNotAvailable, RunIdInvalid } from "../../domain/UserError.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { float, isList, mapOf } from "../../domain/Value.ts"
import { Terminal } from "../../services/Terminal.ts"
import type { RunOptions } from "../command/RunOptions.ts"
import { editText } from "../../workflows/EditText.ts"
import { batchPolicy } from "./run-policy.ts"
import { exclusive } from "./shared.ts"

const SEED_LIMIT = 2 ** 32

const isGiven = (value: Value | ReadonlyArray<string> | undefined): boolean =>
  value !== undefined && value !== false && !(isList(value) && value.length === 0)

/** The name of an option in `run_params`. */
export const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const paramValue = (name: string, value: RunOptions[keyof RunOptions]): Value => {
  if (value === undefined) return null
  if (name === "stopAfter" && typeof value === "number") return float(value)
  return typeof value === "object" ? [...value] : value
}

/** Options that Guild AI does not have: they are kept where they were given. */
const OWN: ReadonlySet<string> = new Set([
  "failFast",
  "fromStep",
  "jobs",
  "gpusPerTrial",
  "batchOutput",
  "budget",
  "repeat",
  "skipDone",
  "stopRule",
  "stopRuleFlags",
  "resume",
  "retryFailed",
  "withDeps"
])

/** The `run_params` attribute: every option as given, by the name it has in Guild AI. */
const runParams = (options: RunOptions, opSpec: string | undefined, words: ReadonlyArray<string>): ValueMap =>
  mapOf([
    ...Object.entries(options)
      .filter(([name, value]) => !OWN.has(name) || isGiven(value))
      .map(([name, value]) => [snakeCase(name), paramValue(name, value)] as const),
    ["opspec", opSpec ?? null],
    ["flags", [...words]]
  ])

/** The operation comes first, where the first word is no flag and no batch file: `guild run x=1` runs the default operation. */
const splitWords = (words: ReadonlyArray<string>) => {
  const [first, ...rest] = words
  return first === undefined || first.includes("=") || first.startsWith("@")
    ? { opSpec: undefined, rest: words }
    : { opSpec: first, rest }
}

/** Options that are part of Guild's command line and that this version cannot act on yet. */
const LATER = {
  remote: "--remote"
} as const satisfies Partial<Record<keyof RunOptions, string>>

const refuseLater = (options: RunOptions) =>
  Effect.gen(function* () {
    for (const [name, spelling] of Object.entries(LATER)) {
      const given = Object.entries(options).some(([key, value]) => key === name && isGiven(value))
      if (given) return yield* new CommandNotAvailable({ command: `run ${spelling}` })
    }
  })

const check = (options: RunOptions) =>
  Effect.gen(function* () {
    yield* exclusive(["--gpus", options.gpus !== undefined], ["--no-gpus", options.noGpus])
    yield* exclusive(["--minimize", options.minimize !== undefined], ["--maximize", options.maximize !== undefined])
    yield* exclusive(["--optimizer", options.optimizer !== undefined], ["--optimize", options.optimize])
    yield* exclusive(["--restart", options.restart !== undefined], ["--proto", options.proto !== undefined])
    for (const [name, given] of [
      ["--restart", options.restart !== undefined],
      ["--proto", options.proto !== undefined],
      ["--stage", options.stage],
      ["--stage-trials", options.stageTrials],
      ["--run-dir", options.runDir !== undefined],
      ["--force-sourcecode", options.forceSourcecode],
      ["--needed", options.needed]
    ] as const)
      yield* exclusive(["--resume", options.resume !== undefined], [name, given])
    yield* exclusive(["--restart", options.restart !== undefined], ["--stage", options.stage])
    yield* exclusive(["--restart", options.restart !== undefined], ["--run-dir", options.runDir !== undefined])
    yield* exclusive(["--restart", options.restart !== undefined], ["--dep", options.dep.length > 0])
    if (options.fromStep !== undefined && options.restart === undefined) return yield* new RestartRequired()
    for (const [name, given] of [
      ["--restart", options.restart !== undefined],
      ["--proto", options.proto !== undefined],
      ["--resume", options.resume !== undefined],
      ["--stage", options.stage],
      ["--stage-trials", options.stageTrials]
    ] as const)
      yield* exclusive(["--with-deps", options.withDeps], [name, given])
    const inBackground = options.background || options.pidfile !== undefined
    // The terminal stays with the user: an editor has none in the background.
    yield* exclusive(["--background", inBackground], ["--edit-flags", options.editFlags])
    yield* exclusive(["--background", inBackground], ["--edit-comment", options.editComment])
    yield* exclusive(["--background", inBackground], ["--edit-batch-comment", options.editBatchComment])
    yield* exclusive(["--print-trials", options.printTrials], ["--stage-trials", options.stageTrials])
    yield* refuseLater(options)
    if (options.runId !== undefined && !/^[0-9a-zA-Z_-]+$/.test(options.runId))
      return yield* new RunIdInvalid({ id: options.runId })
  })

const NOTE =
  "\n# Type a comment for the run. Lines that begin with '#' are left out.\n# An empty comment changes nothing.\n"

/** The comment as it was given, which the user may then edit; none where nothing is left of it. */
const comment = (given: string | undefined, edit: boolean) =>
  Effect.gen(function* () {
    const text = edit ? yield* editText("COMMENT", `${given ?? ""}${NOTE}`) : given
    return text === "" ? undefined : text
  })

/** What the command line asks for. Fails where options exclude each other, or a word is neither a flag nor a batch file. */
export const runRequest = (options: RunOptions, words: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* check(options)
    const terminal = yield* Terminal
    const { opSpec, rest } = splitWords(words)
    const { flags, batchFiles, spellings, warnings } = yield* parseRunWords(rest)
    const optFlags = yield* parseFlagAssigns(options.optFlags)
    for (const warning of [...warnings, ...optFlags.warnings]) yield* terminal.warn(warning)
    const drawn = Random.nextIntBetween(0, SEED_LIMIT)
    const seed = options.randomSeed ?? (yield* drawn)
    return {
      opSpec,
      flags,
      spellings,
      batchFiles,
      label: options.label,
      tags: options.tag,
      comment: yield* comment(options.comment, options.editComment),
      runDir: options.runDir,
      runId: options.runId,
      gpus: options.noGpus ? "" : options.gpus,
      randomSeed: seed,
      stopAfterMinutes: options.stopAfter,
      forceFlags: options.forceFlags,
      forceDeps: options.forceDeps,
      keepRun: options.keepRun,
      dependencies: options.dep,
      debugging: { setTrace: options.setTrace, breaks: options.break, onError: options.breakOnError },
      debugSourcecode: options.debugSourcecode,
      quiet: options.quiet,
      steps: { failFast: options.failFast, from: options.fromStep },
      batch: {
        label: options.batchLabel,
        tags: options.batchTag,
        comment: yield* comment(options.batchComment, options.editBatchComment),
        optimizer: options.optimizer,
        optimize: options.optimize,
        minimize: options.minimize,
        maximize: options.maximize,
        optFlags: optFlags.flags,
        maxTrials: options.maxTrials,
        failOnTrialError: options.failOnTrialError,
        stageTrials: options.stageTrials,
        keep: options.keepBatch,
        trialSeed: options.randomSeed ?? (yield* drawn),
        policy: yield* batchPolicy(options)
      },
      params: runParams({ ...options, randomSeed: seed }, opSpec, rest)
    } satisfies RunRequest
  })
