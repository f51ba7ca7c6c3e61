import { Effect, Option } from "effect"
import { topologicalOrder } from "../../domain/graph/Graph.ts"
import { GraphCycle } from "../../domain/graph/GraphErrors.ts"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { Change } from "../../domain/plan/Change.ts"
import { Decision } from "../../domain/plan/Decision.ts"
import type { Pin, StepPlan } from "../../domain/plan/RunsPlan.ts"
import { isLeftOut, isToRun } from "../../domain/plan/RunsPlan.ts"
import type { ResourceDef, ResourceSource } from "../../domain/resources/ResourceDef.ts"
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
  /** Names of the operations that it is part of, or required by. */
  readonly path: ReadonlyArray<string>
  /** Steps that come before all of these, where it is a step itself. */
  readonly before: ReadonlyArray<Settled>
}

/** What a requirement that no step meets comes to: a node of the plan, and its run where that is known. */
export interface OutsideNode {
  readonly node: string
  readonly run: string | undefined
}

/** Plans what an operation requires that no step before it runs; gives nothing where it can be done without. */
export type MeetOutside<E, R> = (
  by: { readonly op: OpDef; readonly request: RunRequest; readonly path: ReadonlyArray<string> },
  resource: ResourceDef,
  source: ResourceSource
) => Effect.Effect<OutsideNode | undefined, E, R>

type Parts =
  | ReturnType<typeof planOn>
  | ReturnType<typeof readSteps>
  | ReturnType<typeof readLog>
  | ReturnType<typeof whenHolds>
  | ReturnType<typeof resolveOperation>
  | ReturnType<typeof prepareRun>
  | ReturnType<typeof matchingRuns>
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
export interface Settled {
  readonly step: StepPlan
  readonly op: OpDef
}

interface Meeting<E, R> {
  readonly op: OpDef
  readonly flags: ValueMap
  readonly before: ReadonlyArray<Settled>
  /** Undefined for a step that will not be run. */
  readonly outside:
    ((resource: ResourceDef, source: ResourceSource) => Effect.Effect<OutsideNode | undefined, E, R>) | undefined
}

/** What a step's requirements come to: the run of an earlier step where one runs that operation, else what is planned outside. */
const meet = <E, R>({ before, flags, op, outside }: Meeting<E, R>) =>
  Effect.gen(function* () {
    const required = yield* requiredResources({
      dependencies: op.requires,
      resources: op.resources,
      flags,
      opName: op.fullName
    })
    const met: Array<Met> = []
    const requires = new Set<string>()
    const pins: Array<Pin> = []
    for (const resource of required) {
      for (const each of requiredSources(resource)) {
        const { flagName, named, source } = each
        if (overrideOf(source, flags) !== undefined) continue
        const wanted = { operations: source.target, modelName: op.modelName }
        const made = before
          .filter(({ op: other, step }) => namesOperation(wanted, other.opRef) && !isLeftOut(step))
          .at(-1)
        const found = made === undefined ? yield* outside?.(resource, source) ?? Effect.succeed(undefined) : undefined
        if (found !== undefined) requires.add(found.node)
        if (found !== undefined && named) pins.push({ flag: flagName, node: found.node })
        const decision = made?.step.decision
        met.push({ ...each, operation: source.target, run: decision?._tag === "Skip" ? decision.run : found?.run })
      }
    }
    return { required, met, requires: [...requires], pins }
  })

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
 * operation. What steps require that no step before them runs is planned by `outside`. Starts nothing and writes nothing.
 */
export const planSteps = <E, R>(
  { basis, before: above, earlier, flags, op, path, request }: Stepped,
  reader: StepsReader,
  outside: MeetOutside<E, R>
): Effect.Effect<ReadonlyArray<StepPlan>, PlanStepsError | E, PlanStepsNeeds | R> =>
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
        const entry = log.get(step.id)
        const when = yield* conditionOf(step, steps, flags, entry)
        const match = asked.needed
          ? (yield* matchingRuns(yield* withoutWarnings(prepareRun(stepOp, asked.request))))[0]
          : undefined
        const stepPath = [...path, op.fullName]
        const isRun = match === undefined && when?.holds !== false
        const visible = step.def.isolateRuns ? settled : [...above, ...settled]
        const { met, pins, required, requires } = yield* meet({
          op: stepOp,
          flags: own.flags,
          before: visible,
          outside: isRun
            ? (resource, source) =>
                outside({ op: stepOp, request: asked.request, path: [...stepPath, stepOp.fullName] }, resource, source)
            : undefined
        })
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
                path: stepPath,
                before: visible
              },
              reader,
              isRun ? outside : () => Effect.succeed(undefined)
            )
          : []
        const whole = withSteps(decision, inner)
        return {
          op: stepOp,
          step: {
            id: step.id,
            decision: match === undefined ? whole : Decision.Skip({ run: match.id, why: "up to date" }),
            when,
            needs: step.needs,
            requires,
            pins,
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
