import { Effect, Either } from "effect"
import { listOfTrials } from "../domain/batch/TrialList.ts"
import { BatchFileError, BatchFileMissing, decodeBatchFile } from "../domain/flags/BatchFile.ts"
import { UnsupportedFlag } from "../domain/flags/FlagResolveErrors.ts"
import { resolveFlags, settleGiven } from "../domain/flags/FlagResolve.ts"
import { encodeFlagValue } from "../domain/flags/FlagValue.ts"
import { objectiveOf } from "../domain/compare/Objective.ts"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { absolutePath } from "../domain/text/Paths.ts"
import { visibleText } from "../domain/text/VisibleText.ts"
import { byCodePoint } from "../domain/text/PathOrder.ts"
import type { OptimizerName } from "../domain/optimizer/OptimizerName.ts"
import { isBlind, optimizerNames } from "../domain/optimizer/OptimizerName.ts"
import { makeSearch } from "../domain/optimizer/Search.ts"
import { requiringAlso } from "../domain/resources/AdHocDependency.ts"
import { resourceFlags } from "../domain/resources/ResourceFlags.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { implicitSearch } from "../domain/flags/ImplicitSearch.ts"
import { countTrials, trialList, hasLists, searchFlags, singleRun } from "../domain/flags/Trials.ts"
import { OptimizerAlone, OptimizerRequired } from "../domain/UserError.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { getKey, isList, mapOf } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { ProjectFiles } from "../services/ProjectFiles.ts"
import { Terminal } from "../services/Terminal.ts"
import { UserFiles } from "../services/UserFiles.ts"
import { planDependencies } from "./PlanDependencies.ts"
import { basisOf } from "./PlanRun.ts"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import { hasOptimizerProcess } from "./batch/BatchPlan.ts"
import { encodeFlags } from "./batch/EncodeFlags.ts"
import { findOptimizer } from "./resolve/FindOptimizer.ts"

/** What a request comes to: one run, or a batch of trials. */
export type Prepared =
  | { readonly kind: "run"; readonly basis: OpBasis; readonly flags: ValueMap }
  | {
      readonly kind: "batch"
      readonly batch: BatchPlan
      /** How many trials there would be without a limit. */
      readonly total: number
      readonly fromFiles: boolean
    }

/** How many trials a search runs where nobody says. */
export const DEFAULT_MAX_TRIALS = 20

type Entry = Either.Either<ValueMap, { readonly message: string }>

/** Holds the flags of an entry against the operation that it is for. */
type CheckEntry = (entry: ValueMap) => Entry

const readBatchFile = (path: string, check: CheckEntry) =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const text = yield* (yield* UserFiles).read(path)
    if (text === undefined) return yield* new BatchFileMissing({ path })
    const { trials, warnings } = yield* decodeBatchFile(path, text)
    for (const warning of warnings) yield* terminal.warn(warning)
    if (trials.length === 0) yield* terminal.warn(`batch file ${visibleText(path)} has no trials`)
    return yield* Either.all(
      trials.map((entry, at) =>
        Either.mapLeft(
          check(entry),
          ({ message }) => new BatchFileError({ path, reason: `trial ${at + 1}: ${message}` })
        )
      )
    )
  })

/** Where paths among the flags count from, and which of the given ones are there. */
const pathContext = (op: OpDef, given: ValueMap, cwd: string) =>
  Effect.gen(function* () {
    const files = yield* ProjectFiles
    const there = new Set<string>()
    for (const flag of op.flags.filter(({ type }) => type === "existing-path")) {
      const value = getKey(given, flag.name) ?? flag.default
      for (const item of isList(value) ? value : [value]) {
        const path = absolutePath(String(item), cwd)
        if ((yield* files.kindOf(path)) !== undefined) there.add(path)
      }
    }
    return { cwd, exists: (path: string) => there.has(absolutePath(path, cwd)) }
  })

/** The entries of batch files, one file after the other; `undefined` where there is no file. */
export const readBatchFiles = (paths: ReadonlyArray<string>, check: CheckEntry = Either.right) =>
  paths.length === 0
    ? Effect.succeed(undefined)
    : Effect.map(
        Effect.forEach(paths, (path) => readBatchFile(path, check)),
        (files) => files.flat()
      )

type Optimizers = OpDef["optimizers"]

/** The optimizer that an operation is optimized with: the one that it calls its default, else the first by name. */
const defaultOptimizer = (optimizers: Optimizers): Optimizers[number] | undefined =>
  optimizers.find((optimizer) => optimizer.default) ?? optimizers.toSorted((a, b) => byCodePoint(a.name, b.name))[0]

/**
 * Which operation runs the batch, and with which flags: what was asked for, by the name that the operation gives it or by its own;
 * `random` where there is a space to search, `+` otherwise.
 */
const batchOpName = (request: RunRequest, { flags, optimizers = [] }: SettledFlags) => {
  const { optimizer, optimize } = request.batch
  const defined =
    optimizer !== undefined
      ? optimizers.find(({ name }) => name === optimizer)
      : optimize
        ? defaultOptimizer(optimizers)
        : undefined
  if (defined !== undefined) return { name: defined.algorithm, optFlags: defined.flags }
  const implied = optimize ? "gp" : searchFlags(flags).length > 0 ? "random" : "+"
  return { name: optimizer ?? implied, optFlags: {} }
}

/** Flag values that are settled, with the entries of batch files where such were named. */
export interface SettledFlags {
  readonly flags: ValueMap
  readonly trials: ReadonlyArray<ValueMap> | undefined
  /** How many trials there are at most where the user does not say. */
  readonly defaultMaxTrials: number | undefined
  /** What the operation says about how it is optimized, where it is at hand. */
  readonly optimizers?: Optimizers
  readonly objective?: Value
  /** The optimizer of a batch that is made again, as its run keeps it, where it is none of guild's own. */
  readonly optimizer?: { readonly basis: OpBasis; readonly flags: ValueMap } | undefined
  /** The operation, where its definition is at hand: what is searched where the user says nothing. */
  readonly op?: OpDef
}

/** What runs a batch, settled, and the flags that it runs with. */
interface Optimizing {
  readonly batchOp: OpBasis
  readonly optFlags: ValueMap
  /** Which of guild's own optimizers it is. */
  readonly optimizer: OptimizerName | undefined
  /** The optimizer's own operation, where it has an encoder of flags. */
  readonly encoding?: OpDef | undefined
  readonly defaultMaxTrials: number | undefined
  readonly canStageTrials: boolean
}

/** The optimizer of a batch that is made again, with the flags that are given now over those that it had. */
const optimizingAgain = ({ basis, flags }: NonNullable<SettledFlags["optimizer"]>, request: RunRequest) =>
  Effect.gen(function* () {
    const given = request.batch.optFlags
    const unknown = Object.keys(given).find((name) => !Object.hasOwn(flags, name))
    if (unknown !== undefined && !request.forceFlags)
      return yield* new UnsupportedFlag({ operation: basis.opName, flag: unknown })
    const optFlags = { ...flags, ...given }
    const again: Optimizing = {
      ...{ batchOp: basis, optFlags, optimizer: undefined, defaultMaxTrials: undefined, canStageTrials: true }
    }
    return again
  })

const optimizing = (settled: SettledFlags, request: RunRequest) =>
  Effect.gen(function* () {
    if (settled.optimizer !== undefined) return yield* optimizingAgain(settled.optimizer, request)
    const { name, optFlags } = batchOpName(request, settled)
    const op = yield* findOptimizer(name)
    const program = op.target.kind === "builtin" ? op.target.name : undefined
    const optimizer = optimizerNames.find((each) => each === program)
    const { cwd } = yield* Host
    const given = { ...optFlags, ...request.batch.optFlags }
    const { flags } = yield* resolveFlags(op.flags, given, {
      force: request.forceFlags,
      operation: op.fullName,
      resourceFlags: resourceFlags(op),
      paths: yield* pathContext(op, given, cwd)
    })
    return {
      batchOp: yield* basisOf(op),
      // What a built-in optimizer is not told goes without saying, on record and before the question.
      optFlags:
        program === undefined
          ? yield* planDependencies(op, flags)
          : mapOf(Object.entries(flags).filter(([, value]) => optimizer === undefined || value !== null)),
      optimizer,
      encoding: op.flagEncoder === undefined ? undefined : op,
      defaultMaxTrials: op.defaultMaxTrials,
      canStageTrials: getKey(op.extra, "can-stage-trials") !== false
    } satisfies Optimizing
  })

/**
 * The flags that an optimizer gets: those that the user left alone as the encoder of the optimizer, or else of the operation, makes
 * them, or else as their definitions say what is searched.
 */
const searchedFlags = ({ flags, op }: SettledFlags, encoding: OpDef | undefined, given: ValueMap) =>
  Effect.gen(function* () {
    if (op === undefined) return flags
    return implicitSearch(op.flags, given, yield* encodeFlags(encoding ?? op, op.flags, given, flags))
  })

const batchOf = (basis: OpBasis, settled: SettledFlags, request: RunRequest) =>
  Effect.gen(function* () {
    const { trials } = settled
    const how: Optimizing = yield* optimizing(settled, request)
    const { batchOp, canStageTrials, defaultMaxTrials, optFlags, optimizer } = how
    const ownProcess = hasOptimizerProcess({ batchOp })
    const flags =
      optimizer === undefined && !ownProcess
        ? settled.flags
        : yield* searchedFlags(settled, how.encoding, request.flags)
    const { maxTrials } = request.batch
    const seed = request.randomSeed
    const objective = objectiveOf(request.batch, settled.objective ?? null)
    const limit = maxTrials ?? defaultMaxTrials ?? settled.defaultMaxTrials
    const searchTrials = limit ?? DEFAULT_MAX_TRIALS
    const made =
      optimizer === undefined
        ? undefined
        : makeSearch({ optimizer, settings: optFlags, flags, objective, maxTrials: searchTrials, seed })
    const search = made === undefined ? undefined : Either.getOrUndefined(made)
    const blind = search !== undefined && isBlind(search.optimizer)
    const { blindTrials } = yield* Effect.promise(() => import("../domain/optimizer/BlindTrials.ts"))
    const searched = blind ? blindTrials(search) : []
    const expanded =
      made === undefined && !ownProcess ? trialList({ flags, batch: trials, maxTrials: limit, seed }) : undefined
    return {
      kind: "batch",
      batch: {
        batchOp,
        basis,
        protoFlags: flags,
        fileTrials: trials,
        trials: expanded ?? listOfTrials(searched),
        search: blind ? undefined : search,
        problem: made === undefined || Either.isRight(made) ? undefined : made.left,
        canStageTrials,
        objective,
        request: {
          ...request,
          batch: { ...request.batch, optFlags, maxTrials: made === undefined ? limit : searchTrials }
        }
      },
      total: made === undefined && !ownProcess ? countTrials(flags, trials) : searchTrials,
      fromFiles: trials !== undefined
    } satisfies Prepared
  })

/** One run of an operation: a limit on trials means nothing to it. */
const runOf = (basis: OpBasis, flags: ValueMap, request: RunRequest) =>
  Effect.gen(function* () {
    if (request.batch.maxTrials !== undefined) yield* (yield* Terminal).warn("not a batch run - ignoring --max-trials")
    return { kind: "run", basis, flags } satisfies Prepared
  })

/**
 * Settles whether there is one run or a batch. A list for a flag makes a batch of its combinations, a search space a random
 * search unless another optimizer is asked for.
 */
export const prepareOn = (defined: OpBasis, settled: SettledFlags, request: RunRequest) =>
  Effect.gen(function* () {
    const basis = requiringAlso(defined, request.dependencies ?? [], (yield* Host).cwd)
    const { flags, trials } = settled
    const { optimizer, optimize } = request.batch
    const single = trials === undefined ? undefined : singleRun(flags, trials)
    const searched = optimizer !== undefined || optimize || searchFlags(flags).length > 0
    const repeated = (request.batch.policy?.repeat ?? 1) > 1
    if (!searched && !repeated && single !== undefined) return yield* runOf(basis, single, request)
    if (searched || repeated || trials !== undefined || hasLists(flags)) return yield* batchOf(basis, settled, request)
    const [name] = Object.keys(request.batch.optFlags)
    if (name !== undefined)
      return yield* new OptimizerRequired({
        assign: `${name}=${encodeFlagValue(request.batch.optFlags[name] ?? null)}`
      })
    return yield* runOf(basis, flags, request)
  })

/** Holds the flags of a request against its operation: values are checked and coerced, and batch files read. */
export const settleFlags = (op: OpDef, request: RunRequest) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const paths = yield* pathContext(op, request.flags, cwd)
    const options = {
      ...{ force: request.forceFlags, operation: op.fullName, resourceFlags: resourceFlags(op), paths }
    }
    const { flags } = yield* resolveFlags(op.flags, request.flags, options)
    const trials = yield* readBatchFiles(request.batchFiles, (entry) => settleGiven(op.flags, entry, options))
    const { defaultMaxTrials, optimizers, objective } = op
    return { flags, trials, defaultMaxTrials, optimizers, objective } satisfies SettledFlags
  })

/** What a request comes to, held against its operation: one run, or a batch of trials. */
export const prepareRun = (op: OpDef, request: RunRequest) =>
  Effect.gen(function* () {
    if (op.target.kind === "builtin" && op.target.name !== "queue")
      return yield* new OptimizerAlone({ name: op.fullName, optimizer: op.name })
    const settled = yield* settleFlags(op, request)
    const flags = yield* planDependencies(op, settled.flags)
    return yield* prepareOn(yield* basisOf(op), { ...settled, flags, op }, request)
  })
