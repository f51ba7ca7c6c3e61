import { Clock, Effect, FiberRef } from "effect"
import { GraphCycle } from "../../domain/graph/GraphErrors.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import type { OpRef } from "../../domain/ops/OpRef.ts"
import { opSpec } from "../../domain/ops/OpRef.ts"
import type { Run, RunRef } from "../../domain/runs/Run.ts"
import type { RunPlan } from "../../domain/runs/RunPlan.ts"
import { signalStatus } from "../../domain/Interrupted.ts"
import { RUNS_PARENT } from "../../domain/steps/RunsParent.ts"
import { Host } from "../../services/Host.ts"
import { RunIndex } from "../../services/RunIndex.ts"
import { RunStore } from "../../services/RunStore.ts"
import type { BatchHooks } from "../batch/Running.ts"
import { matchingRuns } from "../NeededRuns.ts"
import { planOn } from "../PlanRun.ts"
import type { Prepared } from "../PrepareRun.ts"
import { prepareRun } from "../PrepareRun.ts"
import { resolveOperation } from "../ResolveOperation.ts"
import { resumeBatch, resumeRule, sameTrials } from "../ResumeBatch.ts"
import { restartRun } from "../RestartRun.ts"
import { runBatch } from "../RunBatch.ts"
import { runOperation } from "../RunOperation.ts"
import { isolatedIndex } from "./IsolatedIndex.ts"
import type { AttemptEnd, AttemptRequest, StepRequest } from "./StepsPort.ts"

export interface StepHooks extends BatchHooks {
  /** Told of the runs that make another one needless. */
  readonly onNeedless: (runs: ReadonlyArray<Run>) => Effect.Effect<void>
}

/** A program that the user's environment, and then that of the stepped operation, reaches: steps are started by it, as it were. */
const hostFor = ({ isolated, parent: { plan, run } }: AttemptRequest) =>
  Effect.map(Host, (host): typeof Host.Service => ({
    ...host,
    cwd: plan.opRef.pkgType === "guildfile" ? plan.projectDir : host.cwd,
    env: {
      ...host.env,
      ...plan.command.env,
      ...(plan.gpus === undefined ? {} : { CUDA_VISIBLE_DEVICES: plan.gpus }),
      ...(isolated === undefined ? {} : { [RUNS_PARENT]: run.id })
    }
  }))

/** The same with the parent's secrets: they reach the step in its environment, and are not to be kept there either. */
const keepingSecrets = (prepared: Prepared, { envSecrets }: RunPlan): Prepared =>
  prepared.kind === "run"
    ? {
        ...prepared,
        basis: { ...prepared.basis, envSecrets: [...prepared.basis.envSecrets, ...envSecrets] }
      }
    : {
        ...prepared,
        batch: {
          ...prepared.batch,
          batchOp: { ...prepared.batch.batchOp, envSecrets: [...prepared.batch.batchOp.envSecrets, ...envSecrets] },
          basis: { ...prepared.batch.basis, envSecrets: [...prepared.batch.basis.envSecrets, ...envSecrets] }
        }
      }

const MS_PER_MINUTE = 60_000

/** The operations whose steps are being gone through, the outermost first: that of a step's parent is the last. */
const underWay = FiberRef.unsafeMake<ReadonlyArray<OpRef>>([])

const isSame = (one: OpRef, other: OpRef): boolean =>
  one.pkgName === other.pkgName && one.modelName === other.modelName && one.opName === other.opName

/** Work for a step, which fails before it begins where the step would run an operation that it is a part of: it would never end. */
const withinSteps = <A, E, R>(op: OpDef, parent: RunPlan, work: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const path = [...(yield* FiberRef.get(underWay)), parent.opRef]
    const first = path.findIndex((each) => isSame(each, op.opRef))
    if (op.target.kind === "steps" && first >= 0)
      return yield* new GraphCycle({ path: [...path.slice(first), op.opRef].map((each) => opSpec(each)) })
    return yield* Effect.locally(work, underWay, path)
  })

/** What a shell sees of an exit status: a signal's negative number wraps around. */
const shellStatus = (exitStatus: number): number => (exitStatus + 256) % 256

/**
 * Runs what a step asks for: an operation, a batch of it, or an operation with steps of its own. A run that its own `--stop-after`
 * ended has done what was asked of it.
 */
export const runStep = ({ needed, request }: StepRequest, attempt: AttemptRequest, hooks: StepHooks) =>
  Effect.gen(function* () {
    const all = yield* RunIndex
    const host = yield* hostFor(attempt)
    const { runsDir } = yield* RunStore
    const index = attempt.isolated === undefined ? all : yield* isolatedIndex(attempt.isolated)

    const execute = (prepared: Prepared) =>
      Effect.gen(function* () {
        const { resume } = attempt
        const batchHooks = { ...hooks, doneAmong: all }
        const onRun = ({ id }: RunRef) => attempt.onRun({ id, dir: `${runsDir}/${id}` })
        if (prepared.kind === "batch") {
          if (resume?.isBatch !== true) return yield* runBatch(prepared.batch, { ...batchHooks, onBatch: onRun })
          yield* onRun(resume)
          return yield* resumeBatch(prepared.batch, resume, resumeRule(request), batchHooks)
        }
        const plan = yield* planOn(prepared.basis, prepared.flags, request)
        const runHooks = { ...hooks, tee: undefined, onInit: () => Effect.void }
        return yield* resume === undefined || resume.isBatch
          ? runOperation(plan, { ...runHooks, beforeSeen: onRun })
          : restartRun(plan, resume, false, { ...runHooks, onInit: onRun })
      })

    const act = Effect.gen(function* () {
      const op = yield* resolveOperation(request.opSpec)
      const prepared = keepingSecrets(
        yield* prepareRun(op, yield* sameTrials(request, attempt.resume)),
        attempt.parent.plan
      )
      const matching = needed ? yield* Effect.provideService(matchingRuns(prepared), RunIndex, all) : []
      const [match] = matching
      if (match !== undefined) {
        yield* hooks.onNeedless(matching)
        yield* attempt.onRun(match)
        return { run: match, exitStatus: 0, signal: undefined } satisfies AttemptEnd
      }
      const began = yield* Clock.currentTimeMillis
      const { exitStatus, run } = yield* withinSteps(op, attempt.parent.plan, execute(prepared))
      const elapsed = (yield* Clock.currentTimeMillis) - began
      const stopped =
        exitStatus < 0 &&
        request.stopAfterMinutes !== undefined &&
        elapsed >= request.stopAfterMinutes * MS_PER_MINUTE &&
        exitStatus !== signalStatus("SIGINT")
      return {
        run,
        exitStatus: stopped ? 0 : shellStatus(exitStatus),
        signal: exitStatus < 0 && !stopped ? exitStatus : undefined
      } satisfies AttemptEnd
    })
    return yield* act.pipe(Effect.provideService(RunIndex, index), Effect.provideService(Host, host))
  })
