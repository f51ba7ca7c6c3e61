import { Effect } from "effect"
import type { BatchPolicy } from "../../domain/batch/BatchPolicy.ts"
import { plainPolicy } from "../../domain/batch/BatchPolicy.ts"
import type { TrialList } from "../../domain/batch/TrialList.ts"
import type { Objective } from "../../domain/compare/Objective.ts"
import { objectiveAttr } from "../../domain/compare/Objective.ts"
import type { Search, SearchProblem } from "../../domain/optimizer/Search.ts"
import { TrialsUnknown } from "../../domain/optimizer/Search.ts"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import type { RunRef } from "../../domain/runs/Run.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import { selectRule } from "../../domain/source/SourceRules.ts"
import type { Value, ValueMap } from "../../domain/Value.ts"
import { planOn } from "../PlanRun.ts"

/** A batch, settled: what runs it, what it runs, and with which flags. */
export interface BatchPlan {
  /** What the batch itself is run from: `+`, `random`, `gp`, ..., which guild is itself, or an operation of the user's. */
  readonly batchOp: OpBasis
  /** What its trials are made from. */
  readonly basis: OpBasis
  /** Flags of the prototype: lists and search spaces as they were given. */
  readonly protoFlags: ValueMap
  /** Entries of the batch files, where the trials come from such. */
  readonly fileTrials: ReadonlyArray<ValueMap> | undefined
  readonly trials: TrialList
  /** The search that chooses the trials, where each is chosen by what came of those before it. */
  readonly search: Search | undefined
  /** Why there can be no trials: the batch fails with it. */
  readonly problem: SearchProblem | undefined
  readonly objective: Objective
  /** Whether the optimizer takes it that its trials are staged and not run. */
  readonly canStageTrials: boolean
  readonly request: RunRequest
}

/** How the trials of a batch are run; one after the other where nothing was asked for. */
export const policyOf = ({ request }: BatchPlan): BatchPolicy => request.batch.policy ?? plainPolicy

/** The trials of a batch, for what is done with them before any is run. Fails where they cannot be known, or cannot be. */
export const knownTrials = (
  { trials, search, problem }: BatchPlan,
  what: TrialsUnknown["what"]
): Effect.Effect<TrialList, SearchProblem | TrialsUnknown> =>
  problem !== undefined ? problem : search === undefined ? Effect.succeed(trials) : new TrialsUnknown({ what })

/** What a batch asks for itself, in the place of what its trials are asked for. */
const batchRequest = (request: RunRequest): RunRequest => ({
  ...request,
  label: request.batch.label,
  tags: request.batch.tags,
  comment: request.batch.comment
})

/** What a batch asks for its prototype and trials. */
const trialRequest = (request: RunRequest): RunRequest => ({
  ...request,
  randomSeed: request.batch.trialSeed ?? request.randomSeed,
  runId: undefined
})

const batchAttrs = ({ fileTrials, objective, request }: BatchPlan): ReadonlyArray<readonly [string, Value]> => [
  ...(fileTrials === undefined ? [] : [["trials", fileTrials] as const]),
  ["max_trials", request.batch.maxTrials ?? null],
  ["objective", objectiveAttr(objective)]
]

/** Whether the trials are chosen by a process, which is the batch's own, and not by guild. */
export const hasOptimizerProcess = ({ batchOp }: Pick<BatchPlan, "batchOp">): boolean =>
  batchOp.opRef.pkgType !== "builtin"

/** The plan of a batch's own run. Where guild chooses the trials, it has no process, and its source is that of its prototype. */
export const planBatch = (batch: BatchPlan) =>
  Effect.map(planOn(batch.batchOp, batch.request.batch.optFlags, batchRequest(batch.request)), (plan) => ({
    ...plan,
    attrs: [...plan.attrs, ...batchAttrs(batch)]
  }))

/** The plan of the prototype, which lies in the batch's directory and is never started. */
export const planProto = (batch: BatchPlan) => planOn(batch.basis, batch.protoFlags, trialRequest(batch.request))

/** What of a trial's plan is not the same for all trials with its flags. */
export interface TrialChoice {
  /** From 0; each repetition has a random seed of its own. */
  readonly repeat: number
  /** GPUs that the trial has to itself, as CUDA_VISIBLE_DEVICES names them. */
  readonly gpus: string | undefined
}

const SEED_LIMIT = 2 ** 32

/** The random seed of a trial's repetition. */
export const trialSeed = ({ request }: BatchPlan, repeat: number): number =>
  (trialRequest(request).randomSeed + repeat) % SEED_LIMIT

/** The plan of one trial: an ordinary run with flags of its own. */
export const planTrial = (
  batch: BatchPlan,
  flags: ValueMap,
  { gpus, repeat }: TrialChoice = { repeat: 0, gpus: undefined }
) => {
  const request = trialRequest(batch.request)
  return planOn(batch.basis, flags, {
    ...request,
    runDir: undefined,
    gpus: gpus ?? request.gpus,
    randomSeed: trialSeed(batch, repeat)
  })
}

/** The prototype's copy of the source, so that all trials run the same code however long the batch takes. */
export const fromProto = (plan: RunPlan, proto: RunRef): RunPlan => ({
  ...plan,
  source: {
    ...plan.source,
    root: `${proto.dir}/${plan.source.dest}`,
    rules: plan.source.disabled ? plan.source.rules : [selectRule(true, ["*"])]
  }
})
