import { Effect, Option } from "effect"
import type { GraphNode } from "../domain/graph/Graph.ts"
import { topologicalOrder } from "../domain/graph/Graph.ts"
import { Change } from "../domain/plan/Change.ts"
import { Decision, flagChanges } from "../domain/plan/Decision.ts"
import type { PlannedOp } from "../domain/plan/RunsPlan.ts"
import type { PlannedTrials, StepPlan } from "../domain/plan/StepPlan.ts"
import { operationName } from "../domain/runs/RunQueryOperation.ts"
import type { Run } from "../domain/runs/Run.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import { statusName } from "../domain/runs/RunStatus.ts"
import { NotStepped } from "../domain/steps/StepErrors.ts"
import { PIPELINE_NODES, nodesFromData } from "../domain/steps/PipelineNodes.ts"
import type { StepEntry } from "../domain/steps/StepLog.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { equals } from "../domain/Value.ts"
import { RunStore } from "../services/RunStore.ts"
import type { Terminal } from "../services/Terminal.ts"
import { keptOf, trialsLeft } from "./batch/TrialsOnDisk.ts"
import { planOn } from "./PlanRun.ts"
import { planTrials } from "./PlanTrials.ts"
import type { Prepared } from "./PrepareRun.ts"
import { prepareRun } from "./PrepareRun.ts"
import { resumeRule, sameTrials } from "./ResumeBatch.ts"
import { resolveOperation } from "./ResolveOperation.ts"
import type { PlannedStep } from "./steps/ReadSteps.ts"
import { readSteps } from "./steps/ReadSteps.ts"
import type { StepStanding } from "./steps/StepStandings.ts"
import { lastRun, mayBeDone, readLog, stepStandings } from "./steps/StepStandings.ts"
import type { StepsReader } from "./steps/StepsPort.ts"
import { withoutWarnings } from "./WithoutWarnings.ts"

type Parts =
  | ReturnType<typeof readSteps>
  | ReturnType<typeof readLog>
  | ReturnType<typeof stepStandings>
  | ReturnType<typeof planOn>
  | ReturnType<typeof prepareRun>
  | ReturnType<typeof resolveOperation>
  | ReturnType<typeof trialsLeft>
  | ReturnType<typeof planTrials<never, never>>
  | ReturnType<StepsReader["request"]>

type PlanError = Effect.Effect.Error<Parts>
type PlanNeeds = Effect.Effect.Context<Parts> | RunStore | Terminal

const decisionOf = (standing: StepStanding, entry: StepEntry | undefined): Decision =>
  standing.finished && standing.run !== undefined
    ? Decision.Skip({ run: standing.run.id, why: entry?.state === "failed" ? "let pass" : "completed" })
    : Decision.Run({ changes: standing.finished ? [] : [standing.why], latest: entry?.attempts.at(-1)?.run })

/** What an earlier start left of a step that still counts: a run that has ended well unseen, or one with steps that goes on. */
const leftOver = (standing: StepStanding, entry: StepEntry | undefined) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const ref = standing.finished || !standing.goesOn ? undefined : lastRun(entry, store.runsDir)
    if (ref === undefined) return undefined
    const run = Option.getOrUndefined(yield* Effect.orElseSucceed(store.read(ref), Option.none<Run>))
    if (run === undefined) return undefined
    if (entry !== undefined && mayBeDone(entry) && run.status._tag === "Completed") return { run, done: true }
    return run.isBatch || (yield* readLog(run)).size > 0 ? { run, done: false } : undefined
  })

/** The trials of a batch that goes on: those that are there, those that go on with their own steps, and those that are left. */
const planLeftTrials = (
  run: Run,
  prepared: Extract<Prepared, { kind: "batch" }>,
  reader: StepsReader
): Effect.Effect<PlannedTrials, PlanError, PlanNeeds> =>
  Effect.gen(function* () {
    const { basis, request } = prepared.batch
    const left = yield* trialsLeft(run, resumeRule(request))
    const unfinished = keptOf(left.unfinished)
    const stepsOf = (flags: ValueMap) =>
      Effect.gen(function* () {
        const trial = unfinished.take(flags)
        if (trial === undefined) return []
        const plan = yield* withoutWarnings(planOn(basis, flags, request))
        return yield* planSteps(trial, plan, undefined, reader)
      })
    return yield* planTrials<PlanError, PlanNeeds>(prepared, {
      seeded: true,
      taken: undefined,
      kept: keptOf(left.kept),
      stepsOf
    })
  })

/** The steps of a run that is started again, each behind those that it needs; steps of steps go on as they do. */
const planSteps = (
  run: Run,
  plan: RunPlan,
  from: string | undefined,
  reader: StepsReader
): Effect.Effect<ReadonlyArray<StepPlan>, PlanError, PlanNeeds> =>
  Effect.gen(function* () {
    const { graph, steps } = yield* withoutWarnings(readSteps(plan.steps ?? [], plan, reader))
    const log = yield* readLog(run)
    const standings = yield* stepStandings(log, graph, steps, from)

    const planStep = (step: PlannedStep) =>
      Effect.gen(function* () {
        const entry = log.get(step.id)
        const standing = standings.get(step.id) ?? { finished: false, why: Change.NoRun(), goesOn: false }
        const left = yield* leftOver(standing, entry)
        const own = {
          id: step.id,
          decision: decisionOf(standing, entry),
          when:
            step.def.when === undefined
              ? undefined
              : {
                  text: step.def.when.text,
                  holds: undefined,
                  heldNot: standing.finished && entry?.state === "skipped"
                },
          needs: step.needs,
          requires: [],
          pins: [],
          needed: false,
          steps: []
        } satisfies StepPlan
        if (left === undefined) return own
        if (left.done) return { ...own, decision: Decision.Skip({ run: left.run.id, why: "completed" }) }
        const asked = yield* reader.request(step.name, step.command.words)
        const op = yield* resolveOperation(asked.request.opSpec)
        const request = yield* sameTrials(asked.request, left.run)
        const prepared = yield* withoutWarnings(prepareRun(op, request))
        if ((prepared.kind === "batch") !== left.run.isBatch) return own
        const onward = Decision.Run({ changes: [Change.GoesOn({ run: left.run.id })], latest: left.run.id })
        if (prepared.kind === "batch")
          return { ...own, decision: onward, trials: yield* planLeftTrials(left.run, prepared, reader) }
        const inner = yield* withoutWarnings(planOn(prepared.basis, prepared.flags, request))
        return { ...own, decision: onward, steps: yield* planSteps(left.run, inner, undefined, reader) }
      })

    const planned: Array<StepPlan> = []
    for (const at of topologicalOrder(graph)) {
      const step = steps[at]
      if (step !== undefined) planned.push(yield* planStep(step))
    }
    return planned
  })

/** How a node of a pipeline stands: as `finishedBefore` of the API takes it, but for what only the pipeline's own file knows. */
const nodeDecision = (entry: StepEntry | undefined, unfinished: string | undefined) =>
  Effect.gen(function* () {
    const store = yield* RunStore
    const ref = lastRun(entry, store.runsDir)
    if (entry === undefined || ref === undefined) return Decision.Run({ changes: [Change.NoRun()], latest: undefined })
    const again = (change: Change) => Decision.Run({ changes: [change], latest: ref.id })
    if (entry.outdated) return again(Change.Outdated({ run: ref.id }))
    const run = Option.getOrUndefined(yield* Effect.orElseSucceed(store.read(ref), Option.none<Run>))
    if (run === undefined) return again(Change.RunGone({ run: ref.id }))
    if (run.status._tag !== "Completed")
      return again(Change.StepNotDone({ run: ref.id, state: entry.state === "completed" ? "running" : entry.state }))
    return unfinished === undefined
      ? Decision.Skip({ run: ref.id, why: "completed" })
      : again(Change.NeedsStep({ name: unfinished }))
  })

/** The nodes of a pipeline: all that it began with, or those that came to something where it does not say. */
const planNodes = (run: Run) =>
  Effect.gen(function* () {
    const log = yield* readLog(run)
    const data = yield* Effect.orElseSucceed((yield* RunStore).readAttr(run, PIPELINE_NODES), Option.none<Value>)
    const known = nodesFromData(Option.getOrElse(data, () => null))
    const planned = new Map<string, StepPlan>()
    for (const { id, needs } of known ?? [...log.keys()].map((id): GraphNode => ({ id, needs: [] }))) {
      const unfinished = needs.find((need) => planned.get(need)?.decision._tag !== "Skip")
      const decision = yield* nodeDecision(log.get(id), unfinished)
      planned.set(id, { id, decision, when: undefined, needs, requires: [], pins: [], needed: false, steps: [] })
    }
    return [...planned.values()]
  })

/**
 * What `guild run --restart` of a run would do: the run is started again, and of its steps those are run that are not finished, or that
 * the user goes back to. Starts nothing and writes nothing. Fails with `NoSuchStep` or `NotStepped` where there is no such step.
 */
export const planRestart = (prepared: Prepared, run: Run, request: RunRequest, reader: StepsReader) =>
  Effect.gen(function* () {
    const restarted = Change.Restarted({ run: run.id, status: statusName(run.status) })
    const planned = (changes: ReadonlyArray<Change>, steps: ReadonlyArray<StepPlan>): PlannedOp => ({
      id: operationName(run.opRef, run.protoOpRef).full,
      op: undefined,
      decision: Decision.Run({ changes: [restarted, ...changes], latest: run.id }),
      needs: [],
      pins: [],
      steps
    })
    const from = request.steps?.from
    const refused = new NotStepped({ option: "--from", operation: run.opRef.opName })
    if (prepared.kind === "batch") return from === undefined ? planned([Change.Batch()], []) : yield* refused
    const plan = yield* withoutWarnings(planOn(prepared.basis, prepared.flags, request))
    const changes = flagChanges(run.flags, plan.flags)
    if (plan.steps !== undefined) return planned(changes, yield* planSteps(run, plan, from, reader))
    if (from !== undefined) return yield* refused
    return planned(changes, equals(run.flags, plan.flags) ? yield* planNodes(run) : [])
  })
