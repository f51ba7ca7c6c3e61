import { Effect, Option } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { RunNotFound, selectRuns } from "../../domain/runs/RunSelection.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import { allRuns } from "../../domain/runs/RunQuery.ts"
import { OptionsConflict } from "../../domain/OptionsConflict.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { getKey, isList, isMap, toNumber } from "../../domain/Value.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { Again } from "../../workflows/PrepareAgain.ts"
import type { RunOptions } from "../command/RunOptions.ts"

/** The run that a word means: the marked or else the latest run of an operation of that name, or what lists take as a run. */
const runFor = (word: string) =>
  Effect.gen(function* () {
    const { runs } = yield* (yield* RunIndex).query("live", allRuns)
    const named = runs.filter((run) => operationName(run.opRef, run.protoOpRef).full === word)
    const chosen = named.find(({ marked }) => marked) ?? named[0]
    if (chosen !== undefined) return chosen
    const [run] = yield* selectRuns([word], runs)
    return run ?? (yield* new RunNotFound({ query: word }))
  })

const textOf = (value: Value | undefined): string | undefined => (typeof value === "string" ? value : undefined)

const numberOf = (value: Value | undefined): number | undefined =>
  value === undefined || value === null ? undefined : toNumber(value)

/**
 * The options with those that a run was made with, where the user gives none: GPUs, the random seed, `--force-flags`; and for a
 * batch how it searches. A batch that was staged to stage its trials does so when it is started.
 */
export const againOptions = (options: RunOptions, run: Run, params: ValueMap): RunOptions => {
  const param = (name: string) => getKey(params, name)
  const noGpus = options.noGpus || (options.gpus === undefined && param("no_gpus") === true)
  const again = {
    ...options,
    forceFlags: options.forceFlags || param("force_flags") === true,
    noGpus,
    gpus: options.gpus ?? (noGpus ? undefined : textOf(param("gpus"))),
    randomSeed: options.randomSeed ?? numberOf(param("random_seed"))
  }
  if (!run.isBatch) return again
  const optFlags = param("opt_flags")
  const kept = optFlags !== undefined && isList(optFlags) ? optFlags.filter((item) => typeof item === "string") : []
  const direction = options.minimize !== undefined || options.maximize !== undefined
  return {
    ...again,
    maxTrials: options.maxTrials ?? numberOf(param("max_trials")),
    minimize: direction ? options.minimize : textOf(param("minimize")),
    maximize: direction ? options.maximize : textOf(param("maximize")),
    optFlags: options.optFlags.length > 0 ? options.optFlags : kept,
    stageTrials: options.stageTrials || (run.status._tag === "Staged" && param("stage_trials") === true)
  }
}

/** The run that is to be started again, or taken as a prototype, and the options with its own; nothing where none is asked for. */
export const findAgain = (options: RunOptions, operation: string | undefined) =>
  Effect.gen(function* () {
    const word = options.restart ?? options.proto
    if (word === undefined) return undefined
    const how = options.restart === undefined ? "proto" : "restart"
    if (how === "restart" && operation !== undefined && !operation.includes("=") && !operation.startsWith("@"))
      return yield* new OptionsConflict({ first: "--restart", second: "OPERATION" })
    const from = yield* runFor(word)
    const store = yield* RunStore
    const params = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(from, "run_params"), Option.none))
    const again: Again = { from, how, freshSource: options.forceSourcecode }
    return { again, options: againOptions(options, from, isMap(params) ? params : {}) }
  })
