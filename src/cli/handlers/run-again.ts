import { Effect, Option } from "effect"
import type { Run } from "../../domain/runs/Run.ts"
import { NotResumable, ResumeChanges } from "../../domain/batch/BatchErrors.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import { RunNotFound, selectRuns } from "../../domain/runs/RunSelection.ts"
import { operationName } from "../../domain/runs/RunQueryOperation.ts"
import { allRuns } from "../../domain/runs/RunQuery.ts"
import { batchOutputs } from "../../domain/batch/BatchPolicy.ts"
import { stopRuleNames } from "../../domain/stoprule/StopRule.ts"
import { OptionsConflict } from "../../domain/OptionsConflict.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { getKey, isList, isMap, toNumber } from "../../domain/Value.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { Again } from "../../workflows/PrepareAgain.ts"
import { hasItsSource } from "../../workflows/PrepareAgain.ts"
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
    keepRun: options.keepRun || param("keep_run") === true,
    keepBatch: options.keepBatch || param("keep_batch") === true,
    noGpus,
    gpus: options.gpus ?? (noGpus ? undefined : textOf(param("gpus"))),
    randomSeed: options.randomSeed ?? numberOf(param("random_seed"))
  }
  if (!run.isBatch) return again
  const optFlags = param("opt_flags")
  const kept = optFlags !== undefined && isList(optFlags) ? optFlags.filter((item) => typeof item === "string") : []
  const ruleFlags = param("stop_rule_flags")
  const keptRuleFlags =
    ruleFlags !== undefined && isList(ruleFlags) ? ruleFlags.filter((item) => typeof item === "string") : []
  const direction = options.minimize !== undefined || options.maximize !== undefined
  return {
    ...again,
    maxTrials: options.maxTrials ?? numberOf(param("max_trials")),
    jobs: options.jobs ?? textOf(param("jobs")),
    gpusPerTrial: options.gpusPerTrial ?? numberOf(param("gpus_per_trial")),
    batchOutput: options.batchOutput ?? batchOutputs.find((known) => known === param("batch_output")),
    repeat: options.repeat ?? numberOf(param("repeat")),
    stopRule: options.stopRule ?? stopRuleNames.find((known) => known === param("stop_rule")),
    stopRuleFlags: options.stopRuleFlags.length > 0 ? options.stopRuleFlags : keptRuleFlags,
    minimize: direction ? options.minimize : textOf(param("minimize")),
    maximize: direction ? options.maximize : textOf(param("maximize")),
    optFlags: options.optFlags.length > 0 ? options.optFlags : kept,
    stageTrials: options.stageTrials || (run.status._tag === "Staged" && param("stage_trials") === true)
  }
}

/** What would make other trials of a batch than it has. */
const changing = (options: RunOptions): ReadonlyArray<readonly [name: string, given: boolean]> => [
  ["--optimizer", options.optimizer !== undefined],
  ["--optimize", options.optimize],
  ["--opt-flag", options.optFlags.length > 0],
  ["--minimize", options.minimize !== undefined],
  ["--maximize", options.maximize !== undefined],
  ["--max-trials", options.maxTrials !== undefined],
  ["--random-seed", options.randomSeed !== undefined],
  ["--repeat", options.repeat !== undefined],
  ["--label", options.label !== undefined],
  ["--tag", options.tag.length > 0]
]

/** The options of a batch that goes on: all that its trials hang on is as it was. */
const resumeOptions = (options: RunOptions, run: Run, params: ValueMap, maxTrials: Value): RunOptions => {
  const again = againOptions(options, run, params)
  const param = (name: string) => getKey(params, name)
  return {
    ...again,
    maxTrials: numberOf(maxTrials) ?? again.maxTrials,
    stageTrials: false,
    // What was skipped is skipped again: only trials of the batch's own are kept.
    skipDone: options.skipDone || param("skip_done") === true,
    comment: options.comment ?? textOf(param("comment")),
    stopAfter: options.stopAfter ?? numberOf(param("stop_after")),
    forceDeps: options.forceDeps || param("force_deps") === true,
    failOnTrialError: options.failOnTrialError || param("fail_on_trial_error") === true
  }
}

/** The batch that is to go on, and the options that it goes on with. Fails where it is none, or something is to be changed. */
const findResumed = (options: RunOptions, word: string, operation: string | undefined) =>
  Effect.gen(function* () {
    const given = operation ?? changing(options).find(([, isGiven]) => isGiven)?.[0]
    if (given !== undefined) return yield* new ResumeChanges({ given })
    const from = yield* runFor(word)
    if (!from.isBatch) return yield* new NotResumable({ id: shortId(from.id) })
    const store = yield* RunStore
    const attr = (name: string) =>
      Effect.map(Effect.orElseSucceed(store.readAttr(from, name), Option.none<Value>), Option.getOrNull)
    const params = yield* attr("run_params")
    const again: Again = { from, how: "restart", freshSource: !(yield* hasItsSource(from)) }
    return {
      again,
      options: resumeOptions(options, from, params !== null && isMap(params) ? params : {}, yield* attr("max_trials"))
    }
  })

/** A run with steps goes on with the label and tags that it gives them. */
const stepsGoOn = (options: RunOptions, from: Run, params: ValueMap) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const steps = yield* Effect.orElseSucceed(store.readAttr(from, "steps"), Option.none<Value>)
    if (Option.isNone(steps)) return options
    const tags = getKey(params, "tag")
    const before = tags !== undefined && isList(tags) ? tags.filter((tag) => typeof tag === "string") : []
    return {
      ...options,
      label: options.label ?? textOf(getKey(params, "label")),
      tag: options.tag.length > 0 ? options.tag : before
    }
  })

/** The run that is to be started again, or taken as a prototype, and the options with its own; nothing where none is asked for. */
export const findAgain = (options: RunOptions, operation: string | undefined) =>
  Effect.gen(function* () {
    if (options.resume !== undefined) return yield* findResumed(options, options.resume, operation)
    const word = options.restart ?? options.proto
    if (word === undefined) return undefined
    const how = options.restart === undefined ? "proto" : "restart"
    if (how === "restart" && operation !== undefined && !operation.includes("=") && !operation.startsWith("@"))
      return yield* new OptionsConflict({ first: "--restart", second: "OPERATION" })
    const from = yield* runFor(word)
    const store = yield* RunStore
    const params = Option.getOrNull(yield* Effect.orElseSucceed(store.readAttr(from, "run_params"), Option.none))
    const freshSource = options.forceSourcecode || !(yield* hasItsSource(from))
    const again: Again = { from, how, freshSource, edit: options.editFlags }
    const known = isMap(params) ? params : {}
    const own = againOptions(options, from, known)
    return { again, options: how === "restart" ? yield* stepsGoOn(own, from, known) : own }
  })
