import { Effect } from "effect"
import { topologicalOrder } from "../../domain/graph/Graph.ts"
import { GraphCycle } from "../../domain/graph/GraphErrors.ts"
import type { OpBasis } from "../../domain/ops/OpBasis.ts"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import { Decision } from "../../domain/plan/Decision.ts"
import type { PlannedTrials, StepPlan } from "../../domain/plan/StepPlan.ts"
import { isLeftOut, stepsBelow, withSteps } from "../../domain/plan/StepPlan.ts"
import type { Run } from "../../domain/runs/Run.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import type { StepEntry } from "../../domain/steps/StepLog.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import { identityOf, matchingRuns } from "../NeededRuns.ts"
import { basisOf, planOn } from "../PlanRun.ts"
import { decideOn } from "../PlanRunsDecide.ts"
import { planTrials } from "../PlanTrials.ts"
import type { Prepared } from "../PrepareRun.ts"
import { prepareOn } from "../PrepareRun.ts"
import { resolveOperation } from "../ResolveOperation.ts"
import { settleFlags } from "../SettleFlags.ts"
import { withoutWarnings } from "../WithoutWarnings.ts"
import { runsBelow } from "./IsolatedIndex.ts"
import type { MeetOutside } from "./MeetStep.ts"
import { meetStep } from "./MeetStep.ts"
import type { PlannedStep } from "./ReadSteps.ts"
import { readSteps } from "./ReadSteps.ts"
import type { Held } from "./StepHeld.ts"
import { byTime, conditionOf, heldRun, withFlags } from "./StepHeld.ts"
import type { Made, MetInPlan, PlanRuns } from "./StepsMade.ts"
import { madeAnew, madeOf, runsTaken, withCalled } from "./StepsMade.ts"
import type { StepsReader } from "./StepsPort.ts"
import { readLog } from "./StepStandings.ts"

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
  /** What its own run, or the step that it is, is called among those of the plan. */
  readonly called: string
  /** Runs that are made before all of these steps, where it is a step itself. */
  readonly before: ReadonlyArray<Made>
}

/** What all steps of a plan are planned with. */
export interface Planning<E, R> {
  readonly reader: StepsReader
  /** All runs of the plan so far. */
  readonly runs: PlanRuns
  readonly outside: MeetOutside<E, R>
}

/** Steps that have been settled, with the runs that they make. */
interface PlannedSteps {
  readonly steps: ReadonlyArray<StepPlan>
  readonly made: ReadonlyArray<Made>
}

type Parts =
  | ReturnType<typeof planOn>
  | ReturnType<typeof readSteps>
  | ReturnType<typeof readLog>
  | ReturnType<typeof conditionOf>
  | ReturnType<typeof heldRun>
  | ReturnType<typeof resolveOperation>
  | ReturnType<typeof settleFlags>
  | ReturnType<typeof prepareOn>
  | ReturnType<typeof matchingRuns>
  | ReturnType<typeof runsBelow>
  | ReturnType<typeof decideOn>
  | ReturnType<StepsReader["request"]>
  | ReturnType<typeof meetStep<never, never>>
  | ReturnType<typeof planTrials<never, never>>

export type PlanStepsError = Effect.Effect.Error<Parts> | GraphCycle
export type PlanStepsNeeds = Effect.Effect.Context<Parts>

/** A step that is run, with what it comes to. */
interface Below extends Omit<TrialsToPlan, "prepared" | "held"> {
  readonly asked: RunRequest
  readonly basis: OpBasis
  readonly flags: ValueMap
  readonly held: Held | undefined
  readonly prepared: Prepared
}

interface PlannedBelow extends PlannedSteps {
  readonly trials?: PlannedTrials
}

/** A batch whose trials are to be planned. */
export interface TrialsToPlan {
  readonly op: OpDef
  readonly prepared: Extract<Prepared, { kind: "batch" }>
  /** The user says which random seed there is. */
  readonly seeded: boolean
  /** What its requirements come to. */
  readonly met: ReadonlyArray<MetInPlan>
  /** Runs that its trials are held against. */
  readonly held: ReadonlyArray<Run>
  readonly path: ReadonlyArray<string>
  readonly called: string
  readonly before: ReadonlyArray<Made>
}

/** What a batch would go through, each trial with its steps, and the runs that come of it. */
export const planBatchSteps = <E, R>(
  { before, called, held, met, op, path, prepared, seeded }: TrialsToPlan,
  planning: Planning<E, R>
): Effect.Effect<
  { readonly trials: PlannedTrials; readonly made: ReadonlyArray<Made> },
  PlanStepsError | E,
  PlanStepsNeeds | R
> =>
  Effect.gen(function* () {
    const { basis, request } = prepared.batch
    const made: Array<Made> = []
    const trial = (
      flags: ValueMap,
      number: number
    ): Effect.Effect<ReadonlyArray<StepPlan>, PlanStepsError | E, PlanStepsNeeds | R> =>
      Effect.gen(function* () {
        const earlier = withFlags(held, flags)
        const own: Made = { opRef: basis.opRef, standing: earlier?.id, called: `${called} ${number}` }
        const identity = identityOf({ kind: "run", basis, flags: withCalled(flags, met) })
        made.push(own)
        if (op.target.kind !== "steps") {
          planning.runs.add(identity, `a trial of ${called}`, [own])
          return []
        }
        const inner = yield* planSteps(
          { op, request, basis, flags, earlier, path, called: own.called, before },
          planning
        )
        made.push(...inner.made)
        planning.runs.add(identity, `a trial of ${called}`, [own, ...inner.made])
        return inner.steps
      })
    const trials = yield* planTrials(prepared, { seeded, taken: runsTaken(met), stepsOf: trial })
    const shown = trials.first?.length ?? 0
    if (trials.count === undefined || trials.count > shown)
      made.push({ opRef: basis.opRef, standing: held.at(-1)?.id, called: `${called} last` })
    return { trials, made }
  })

/**
 * What the steps of an operation would come to, each behind those that it needs: held against the steps of an earlier run of the
 * operation. What steps require that no step before them runs is planned outside. Starts nothing and writes nothing.
 */
export const planSteps = <E, R>(
  { basis, before: above, called, earlier, flags, op, path, request }: Stepped,
  planning: Planning<E, R>
): Effect.Effect<PlannedSteps, PlanStepsError | E, PlanStepsNeeds | R> =>
  Effect.gen(function* () {
    const { outside, reader, runs } = planning
    if (path.includes(op.fullName))
      return yield* new GraphCycle({ path: [...path.slice(path.indexOf(op.fullName)), op.fullName] })
    const { cwd } = yield* Host
    const plan = yield* withoutWarnings(planOn(basis, flags, request))
    const { graph, steps } = yield* withoutWarnings(readSteps(plan.steps ?? [], plan, reader))
    const log: ReadonlyMap<string, StepEntry> = earlier === undefined ? new Map() : yield* readLog(earlier)
    const settled: Array<StepPlan> = []
    const made: Array<Made> = []

    /** What stands below a step that is run, and the runs that it makes. */
    const planBelow = ({
      asked,
      basis,
      flags,
      held,
      prepared,
      ...inner
    }: Below): Effect.Effect<PlannedBelow, PlanStepsError | E, PlanStepsNeeds | R> =>
      prepared.kind === "batch"
        ? Effect.map(planBatchSteps({ ...inner, prepared, held: held?.trials ?? [] }, planning), (planned) => ({
            ...planned,
            steps: []
          }))
        : inner.op.target.kind === "steps"
          ? planSteps({ ...inner, request: asked, basis, flags, earlier: held?.run }, planning)
          : Effect.succeed({ steps: [], made: [] })

    const settle = (step: PlannedStep) =>
      Effect.gen(function* () {
        const asked = yield* reader.request(step.name, step.command.words)
        const stepOp = yield* resolveOperation(asked.request.opSpec)
        const own = yield* settleFlags(stepOp, asked.request)
        const stepBasis = yield* basisOf(stepOp)
        const entry = log.get(step.id)
        const when = yield* conditionOf(step, steps, flags, entry)
        const isRun = when?.holds !== false
        const visible = step.def.isolateRuns ? made : [...above, ...made]
        const stepPath = [...path, op.fullName]
        const { met, pins, required, requires } = yield* meetStep({
          op: stepOp,
          flags: own.flags,
          also: asked.request.dependencies ?? [],
          before: visible,
          outside: isRun
            ? (resource, source) =>
                outside({ op: stepOp, request: asked.request, path: [...stepPath, stepOp.fullName] }, resource, source)
            : undefined
        })
        const held = yield* heldRun(entry, step)
        const aspects = { basis: stepBasis, flags: own.flags, required, cwd }
        const decision = yield* decideOn(aspects, met, held === undefined ? [] : [held.run])
        const plain: StepPlan = {
          id: step.id,
          decision,
          when,
          needs: step.needs,
          requires,
          pins,
          needed: false,
          steps: []
        }
        if (!isRun) return { plan: plain, made: [] }

        const prepare = (ownFlags: ValueMap) =>
          withoutWarnings(prepareOn(stepBasis, { ...own, flags: ownFlags, op: stepOp }, asked.request))
        const whole = yield* prepare(withCalled(own.flags, met))
        const identity = identityOf(whole)
        const same = asked.needed ? runs.find(identity) : undefined
        const [match] = asked.needed && same === undefined ? yield* matchingRuns(whole) : []
        if (match !== undefined) {
          const taken = Decision.Skip({ run: match.id, why: "up to date" })
          return {
            plan: { ...plain, decision: taken, needed: true },
            made: [...(yield* runsBelow(match))].sort(byTime).map(madeOf)
          }
        }
        if (same !== undefined) return { plan: { ...plain, needed: true, sameAs: same.maker }, made: same.made }

        const stepCalled = `${called}/${step.id}`
        const below = yield* planBelow({
          op: stepOp,
          asked: asked.request,
          basis: stepBasis,
          flags: own.flags,
          held,
          // Trials are told apart by flags that are theirs.
          prepared: whole.kind === "batch" ? yield* prepare(own.flags) : whole,
          seeded: step.options.some(({ param }) => param === "random_seed"),
          met,
          path: stepPath,
          called: stepCalled,
          before: visible
        })
        const { made: madeBelow, ...parts } = below
        const planned: StepPlan = { ...plain, ...parts, decision: withSteps(decision, stepsBelow(parts)) }
        const itself: Made = { opRef: stepOp.opRef, standing: held?.run.id, called: stepCalled }
        const all = whole.kind === "run" ? [itself, ...madeBelow] : madeBelow
        const asItWas = planned.decision._tag === "Skip" ? all : all.map(madeAnew)
        runs.add(identity, `step ${step.id}`, asItWas)
        return { plan: planned, made: asItWas }
      })

    for (const at of topologicalOrder(graph)) {
      const step = steps[at]
      if (step === undefined) continue
      const next = yield* settle(step)
      settled.push(next.plan)
      if (!isLeftOut(next.plan)) made.push(...next.made)
    }
    return { steps: settled, made }
  })
