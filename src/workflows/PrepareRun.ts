import { Effect, Either } from "effect"
import { listOfTrials } from "../domain/batch/TrialList.ts"
import { objectiveOf } from "../domain/compare/Objective.ts"
import { encodeFlagValue } from "../domain/flags/FlagValue.ts"
import { implicitSearch } from "../domain/flags/ImplicitSearch.ts"
import { countTrials, hasLists, searchFlags, singleRun, trialList } from "../domain/flags/Trials.ts"
import type { OpBasis } from "../domain/ops/OpBasis.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { isBlind } from "../domain/optimizer/OptimizerName.ts"
import { makeSearch } from "../domain/optimizer/Search.ts"
import { requiringAlso } from "../domain/resources/AdHocDependency.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { OptimizerAlone, OptimizerRequired } from "../domain/UserError.ts"
import type { ValueMap } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { Terminal } from "../services/Terminal.ts"
import type { BatchPlan } from "./batch/BatchPlan.ts"
import { hasOptimizerProcess } from "./batch/BatchPlan.ts"
import { encodeFlags } from "./batch/EncodeFlags.ts"
import type { Optimizing } from "./batch/Optimizing.ts"
import { optimizing } from "./batch/Optimizing.ts"
import { planDependencies } from "./PlanDependencies.ts"
import { basisOf } from "./PlanRun.ts"
import type { SettledFlags } from "./SettleFlags.ts"
import { settleFlags } from "./SettleFlags.ts"

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

/** What a request comes to, held against its operation: one run, or a batch of trials. */
export const prepareRun = (op: OpDef, request: RunRequest) =>
  Effect.gen(function* () {
    if (op.target.kind === "builtin" && op.target.name !== "queue")
      return yield* new OptimizerAlone({ name: op.fullName, optimizer: op.name })
    const settled = yield* settleFlags(op, request)
    const flags = yield* planDependencies(op, settled.flags)
    return yield* prepareOn(yield* basisOf(op), { ...settled, flags, op }, request)
  })
