import { Effect, Option } from "effect"
import { topologicalOrder } from "../../domain/graph/Graph.ts"
import { GraphCycle } from "../../domain/graph/GraphErrors.ts"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { Change } from "../../domain/plan/Change.ts"
import { Decision } from "../../domain/plan/Decision.ts"
import type { StepPlan } from "../../domain/plan/RunsPlan.ts"
import { isToRun } from "../../domain/plan/RunsPlan.ts"
import { overrideOf } from "../../domain/resources/ResourceDef.ts"
import { requiredSources } from "../../domain/resources/ResourceFlags.ts"
import { namesOperation } from "../../domain/resources/ResourceOpRun.ts"
import type { Run } from "../../domain/runs/Run.ts"
import { RunId } from "../../domain/runs/RunId.ts"
import { RunStatus } from "../../domain/runs/RunStatus.ts"
import { PROTO_DIR } from "../../domain/runs/RunLayout.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import type { StepEntry } from "../../domain/steps/StepLog.ts"
import { namesIn, stepPart } from "../../domain/steps/StepWhen.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { mapOf } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import { RunStore } from "../../services/RunStore.ts"
import { findOpRun } from "../../steps/FindOpRun.ts"
import { requiredResources } from "../../steps/ResolveDependencies.ts"
import { matchingRuns } from "../NeededRuns.ts"
import { basisOf, planOn } from "../PlanRun.ts"
import type { Met } from "../PlanRunsDecide.ts"
import { decideOn, isBatch } from "../PlanRunsDecide.ts"
import { prepareRun } from "../PrepareRun.ts"
import { settleFlags } from "../SettleFlags.ts"
import { resolveOperation } from "../ResolveOperation.ts"
import { withoutWarnings } from "../WithoutWarnings.ts"
import type { PlannedStep } from "./ReadSteps.ts"
import { readSteps } from "./ReadSteps.ts"
import { readLog } from "./StepStandings.ts"
import type { StepsReader } from "./StepsPort.ts"
import { whenHolds } from "./WhenHolds.ts"

/** A stepped operation, with what it would be run with. */
export interface Stepped {
  readonly op: OpDef
  readonly request: RunRequest
  readonly basis: OpBasis
  readonly flags: ValueMap
  /** The earlier run that it is held against. */
  readonly earlier: Run | undefined
  /** Names of the stepped operations that it is part of. */
  readonly path: ReadonlyArray<string>
}

type Parts =
  | ReturnType<typeof planOn>
  | ReturnType<typeof readSteps>
  | ReturnType<typeof readLog>
  | ReturnType<typeof whenHolds>
  | ReturnType<typeof resolveOperation>
  | ReturnType<typeof prepareRun>
  | ReturnType<typeof matchingRuns>
  | ReturnType<typeof findOpRun>
  | ReturnType<typeof requiredResources>
  | ReturnType<typeof decideOn>
  | ReturnType<StepsReader["request"]>

export type PlanStepsError = Effect.Effect.Error<Parts> | GraphCycle
export type PlanStepsNeeds = Effect.Effect.Context<Parts>

/** The run that a step came to before; of a batch its prototype, which stands for it. A failure that is tolerated is none. */
const runBefore = (entry: StepEntry | undefined, { def }: PlannedStep) =>
  Effect.gen(function* () {
    const id = entry?.attempts.at(-1)?.run
    if (id === undefined) return undefined
    const store = yield* RunStore
    const read = (dir: string) =>
      Effect.map(Effect.orElseSucceed(store.read({ id: RunId.make(id), dir }), Option.none<Run>), Option.getOrUndefined)
    const run = yield* read(`${store.runsDir}/${id}`)
    if (run === undefined) return undefined
    const status = def.continueOnError && entry?.state === "failed" ? RunStatus.Completed() : run.status
    const proto = run.isBatch ? yield* read(`${run.dir}/${PROTO_DIR}`) : undefined
    return { ...(proto ?? run), status }
  })

/** Whether a step's condition holds, where the flags alone settle that. */
const conditionOf = (
  step: PlannedStep,
  steps: ReadonlyArray<PlannedStep>,
  flags: ValueMap,
  entry: StepEntry | undefined
) =>
  Effect.gen(function* () {
    const { when } = step.def
    if (when === undefined) return undefined
    const heldNot = entry?.state === "skipped"
    const names = steps.flatMap(({ group, id, name }) => [id, name, group])
    if (namesIn(when.expr).some((name) => stepPart(name, names) !== undefined))
      return { text: when.text, holds: undefined, heldNot }
    const known = mapOf([...Object.entries(flags), ...Object.entries(step.matrix)])
    return { text: when.text, holds: yield* whenHolds(when, known, new Map()), heldNot }
  })

/** A step that has been settled, with the operation that it runs. */
interface Settled {
  readonly step: StepPlan
  readonly op: OpDef
}

/** The runs that what a step requires comes to: of an earlier step where one runs that operation, else the latest. */
const meet = (op: OpDef, flags: ValueMap, isolated: boolean, before: ReadonlyArray<Settled>) =>
  Effect.gen(function* () {
    const required = yield* requiredResources({
      dependencies: op.requires,
      resources: op.resources,
      flags,
      opName: op.fullName
    })
    const met: Array<Met> = []
    for (const resource of required) {
      for (const each of requiredSources(resource)) {
        const { source } = each
        if (overrideOf(source, flags) !== undefined) continue
        const wanted = { operations: source.target, modelName: op.modelName }
        const made = before.filter(({ op: other }) => namesOperation(wanted, other.opRef)).at(-1)
        const latest = isolated || made !== undefined ? Option.none() : yield* latestOf(wanted)
        const decision = made?.step.decision
        const run = decision?._tag === "Skip" ? decision.run : Option.getOrUndefined(latest)?.id
        met.push({ ...each, operation: source.target, run })
      }
    }
    return { required, met }
  })

const latestOf = (wanted: { readonly operations: string; readonly modelName: string }) =>
  findOpRun({ ...wanted, idPrefix: undefined, includeStaged: false })

/** The decision about a run with steps, which is not as it would be now where one of its steps is not. */
export const withSteps = (own: Decision, steps: ReadonlyArray<StepPlan>): Decision => {
  const stale = steps.filter(isToRun)
  if (own._tag === "Run" || own.why !== "up to date" || stale.length === 0) return own
  return Decision.Run({ changes: stale.map(({ id }) => Change.Step({ name: id })), latest: own.run })
}

/** Steps that are as they would be now, in a run that is made anew: it goes through all of them, unless they say `needed`. */
export const anew = (steps: ReadonlyArray<StepPlan>): ReadonlyArray<StepPlan> =>
  steps.map((step) => {
    // What its condition hangs on may come out otherwise this time.
    const when = step.when === undefined ? undefined : { ...step.when, heldNot: false }
    return step.decision._tag === "Run" || step.needed
      ? { ...step, when }
      : {
          ...step,
          when,
          decision: Decision.Run({ changes: [Change.Anew()], latest: step.decision.run }),
          steps: anew(step.steps)
        }
  })

/**
 * What the steps of an operation would come to, each behind those that it needs: held against the steps of an earlier run of the
 * operation. Starts nothing and writes nothing.
 */
export const planSteps = (
  { basis, earlier, flags, op, path, request }: Stepped,
  reader: StepsReader
): Effect.Effect<ReadonlyArray<StepPlan>, PlanStepsError, PlanStepsNeeds> =>
  Effect.gen(function* () {
    if (path.includes(op.fullName))
      return yield* new GraphCycle({ path: [...path.slice(path.indexOf(op.fullName)), op.fullName] })
    const { cwd } = yield* Host
    const plan = yield* withoutWarnings(planOn(basis, flags, request))
    const { graph, steps } = yield* withoutWarnings(readSteps(plan.steps ?? [], plan, reader))
    const log: ReadonlyMap<string, StepEntry> = earlier === undefined ? new Map() : yield* readLog(earlier)
    const settled: Array<Settled> = []

    const settle = (step: PlannedStep) =>
      Effect.gen(function* () {
        const asked = yield* reader.request(step.name, step.command.words)
        const stepOp = yield* resolveOperation(asked.request.opSpec)
        const own = yield* settleFlags(stepOp, asked.request)
        const stepBasis = yield* basisOf(stepOp)
        const { met, required } = yield* meet(stepOp, own.flags, step.def.isolateRuns, settled)
        const entry = log.get(step.id)
        const before = yield* runBefore(entry, step)
        const aspects = { basis: stepBasis, flags: own.flags, required, cwd }
        const decision = yield* decideOn(aspects, met, before === undefined ? [] : [before])
        const isStepped = stepOp.target.kind === "steps" && !isBatch(asked.request, own.flags)
        const inner = isStepped
          ? yield* planSteps(
              {
                op: stepOp,
                request: asked.request,
                basis: stepBasis,
                flags: own.flags,
                earlier: before,
                path: [...path, op.fullName]
              },
              reader
            )
          : []
        const match = asked.needed
          ? (yield* matchingRuns(yield* withoutWarnings(prepareRun(stepOp, asked.request))))[0]
          : undefined
        const whole = withSteps(decision, inner)
        return {
          op: stepOp,
          step: {
            id: step.id,
            decision: match === undefined ? whole : Decision.Skip({ run: match.id, why: "up to date" }),
            when: yield* conditionOf(step, steps, flags, entry),
            needs: step.needs,
            needed: match !== undefined,
            steps: whole._tag === "Run" ? anew(inner) : inner
          }
        } satisfies Settled
      })

    for (const at of topologicalOrder(graph)) {
      const step = steps[at]
      if (step !== undefined) settled.push(yield* settle(step))
    }
    return settled.map(({ step }) => step)
  })
