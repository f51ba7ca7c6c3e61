import { Effect } from "effect"
import { UnsupportedFlag } from "../../domain/flags/FlagResolveErrors.ts"
import { resolveFlags } from "../../domain/flags/FlagResolve.ts"
import { searchFlags } from "../../domain/flags/Trials.ts"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import type { OptimizerName } from "../../domain/optimizer/OptimizerName.ts"
import { optimizerNames } from "../../domain/optimizer/OptimizerName.ts"
import { resourceFlags } from "../../domain/resources/ResourceFlags.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { byCodePoint } from "../../domain/text/PathOrder.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { getKey, mapOf } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import { planDependencies } from "../PlanDependencies.ts"
import { basisOf } from "../PlanRun.ts"
import { findOptimizer } from "../resolve/FindOptimizer.ts"
import type { SettledFlags } from "../SettleFlags.ts"
import { pathContext } from "../SettleFlags.ts"

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

/** What runs a batch, settled, and the flags that it runs with. */
export interface Optimizing {
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

/** Finds what runs the batch that was asked for, and settles its own flags. */
export const optimizing = (settled: SettledFlags, request: RunRequest) =>
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
