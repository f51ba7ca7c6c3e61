import { Effect, Option } from "effect"
import { GraphCycle } from "../domain/graph/GraphErrors.ts"
import type { OpDef } from "../domain/ops/OpDef.ts"
import { NamedRunMissing, RequiredOpMissing } from "../domain/plan/PlanErrors.ts"
import type { Pin } from "../domain/plan/StepPlan.ts"
import { anew, requiredBySteps, stepsBelow, trialsAnew, withSteps } from "../domain/plan/StepPlan.ts"
import type { InvalidResource } from "../domain/resources/ResourceAttributes.ts"
import type { InvalidFlagReference } from "../domain/resources/ResourceRefs.ts"
import { adHocDependency } from "../domain/resources/AdHocDependency.ts"
import type { ResourceDef, ResourceSource } from "../domain/resources/ResourceDef.ts"
import { overrideOf } from "../domain/resources/ResourceDef.ts"
import { requiredSources } from "../domain/resources/ResourceFlags.ts"
import { shortId } from "../domain/runs/RunId.ts"
import type { RunRequest } from "../domain/runs/RunRequest.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { isList } from "../domain/Value.ts"
import { Host } from "../services/Host.ts"
import { findOpRun, latestRuns } from "../steps/FindOpRun.ts"
import { requiredResources } from "../steps/ResolveDependencies.ts"
import type { Met } from "./PlanRunsDecide.ts"
import { batchRuns, decideOn } from "./PlanRunsDecide.ts"
import { CANDIDATES } from "./PlanRunsEvidence.ts"
import { identityOf } from "./NeededRuns.ts"
import { findRequired } from "./PlanRunsFind.ts"
import { requestOfRequired } from "./PlanRunsRequest.ts"
import { basisOf } from "./PlanRun.ts"
import { plannedOps } from "./PlannedOps.ts"
import { prepareOn } from "./PrepareRun.ts"
import { settleFlags } from "./SettleFlags.ts"
import type { OutsideNode } from "./steps/MeetStep.ts"
import type { PlanStepsError, PlanStepsNeeds, Planning } from "./steps/PlanSteps.ts"
import { planBatchSteps, planSteps } from "./steps/PlanSteps.ts"
import { planRunsSoFar, withCalled } from "./steps/StepsMade.ts"
import type { StepsReader } from "./steps/StepsPort.ts"
import { withoutWarnings } from "./WithoutWarnings.ts"

type Parts =
  | ReturnType<typeof settleFlags>
  | ReturnType<typeof findRequired>
  | ReturnType<typeof findOpRun>
  | ReturnType<typeof basisOf>
  | ReturnType<typeof latestRuns>
  | ReturnType<typeof decideOn>
  | ReturnType<typeof prepareOn>

type VisitError =
  | Effect.Effect.Error<Parts>
  | PlanStepsError
  | GraphCycle
  | InvalidFlagReference
  | InvalidResource
  | NamedRunMissing
  | RequiredOpMissing

type VisitNeeds = Effect.Effect.Context<Parts> | PlanStepsNeeds

/** An operation that requires others, as it was asked for, and the names of those that require it. */
interface Requiring {
  readonly op: OpDef
  readonly request: RunRequest
  readonly path: ReadonlyArray<string>
}

const textsOf = (override: Value): ReadonlyArray<string> =>
  (isList(override) ? override : [override]).map((each) => String(each))

/** What one requirement comes to, and the node that it is taken from. */
interface MetByNode extends Met {
  readonly node: string
}

/** What an operation requires, as it was asked for. */
interface Requirements {
  readonly required: ReadonlyArray<ResourceDef>
  /** Nodes that come before it, those of runs that the user named among them. */
  readonly needs: ReadonlyArray<string>
  /** What was not named but found, or is to be run. */
  readonly met: ReadonlyArray<MetByNode>
}

/**
 * Settles what `guild run OP --with-deps` would run, and why: the operation, and all that it requires that has not been run, or was run
 * otherwise than it would be now. Required operations are run with their defaults. Nothing is run and nothing written. Fails
 * where an operation requires itself, over however many others (`GraphCycle`), or something that is not there.
 */
export const planRuns = (asked: OpDef, request: RunRequest, reader: StepsReader, { seeded = false } = {}) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const planned = plannedOps()
    const nodes = planRunsSoFar()

    /** The runs that the user named in place of what would be found. What has a slash in it is a directory. */
    const named = (resource: ResourceDef, source: ResourceSource, override: Value, modelName: string) =>
      Effect.forEach(
        textsOf(override).filter((text) => !text.includes("/")),
        (text) =>
          Effect.gen(function* () {
            const request = { operations: source.target, modelName, idPrefix: text, includeStaged: true }
            const run = Option.getOrUndefined(yield* findOpRun(request))
            if (run === undefined)
              return yield* new NamedRunMissing({ resource: resource.name, run: text, operation: source.target })
            return planned.addSkipped(run.opRef.opName, run.id, "named")
          })
      )

    /** The node that a requirement comes to; none where there is nothing that could be run, and it can be done without. */
    const meet = (
      { op: by, path, request: own }: Requiring,
      resource: ResourceDef,
      source: ResourceSource
    ): Effect.Effect<string | undefined, VisitError, VisitNeeds> =>
      Effect.gen(function* () {
        const { target } = source
        const wanted = { operations: target, modelName: by.modelName, idPrefix: undefined, includeStaged: false }
        const latest = Option.getOrUndefined(yield* findOpRun(wanted))
        if (latest?.marked === true) return planned.addSkipped(latest.opRef.opName, latest.id, "marked")
        const op = yield* findRequired(target, by, latest)
        if (op !== undefined) return yield* visit({ op, request: requestOfRequired(op, request, {}), path })
        if (latest !== undefined) return planned.addSkipped(latest.opRef.opName, latest.id, "not defined here")
        if (source.optional || own.forceDeps) return undefined
        return yield* new RequiredOpMissing({ operation: by.fullName, resource: resource.name, required: target })
      })

    const meetOutside = (by: Requiring, resource: ResourceDef, source: ResourceSource) =>
      Effect.map(meet(by, resource, source), (node): OutsideNode | undefined =>
        node === undefined ? undefined : { node, run: planned.runOf(node) }
      )

    /** Plans all that an operation requires, one after the other. */
    const requirements = (by: Requiring, flags: ValueMap): Effect.Effect<Requirements, VisitError, VisitNeeds> =>
      Effect.gen(function* () {
        const { op, path, request: own } = by
        const dependencies = [...op.requires, ...(own.dependencies ?? []).map((text) => adHocDependency(text, cwd))]
        const required = yield* requiredResources({
          dependencies,
          resources: op.resources,
          flags,
          opName: op.fullName
        })
        const needs = new Set<string>()
        const met: Array<MetByNode> = []
        for (const resource of required)
          for (const wanted of requiredSources(resource)) {
            const { source } = wanted
            const override = overrideOf(source, flags)
            if (override !== undefined) {
              for (const node of yield* named(resource, source, override, op.modelName)) needs.add(node)
              continue
            }
            const node = yield* meet({ ...by, path: [...path, op.fullName] }, resource, source)
            if (node === undefined) continue
            needs.add(node)
            met.push({ ...wanted, node, operation: source.target, run: planned.runOf(node) })
          }
        return { required, needs: [...needs], met }
      })

    /** Plans steps, and again where that came upon operations that are run before, whose runs the steps may take. */
    const untilKnown = <A>(
      plan: (planning: Planning<VisitError, VisitNeeds>) => Effect.Effect<A, VisitError, VisitNeeds>
    ) =>
      Effect.gen(function* () {
        for (;;) {
          const known = nodes.size()
          const below = yield* plan({ reader, runs: planRunsSoFar(nodes), outside: meetOutside })
          if (nodes.size() === known) return below
        }
      })

    /** Plans an operation behind all that it requires; gives its node. */
    const visit = (by: Requiring): Effect.Effect<string, VisitError, VisitNeeds> =>
      Effect.gen(function* () {
        const { op, path, request: own } = by
        const id = op.fullName
        if (path.includes(id)) return yield* new GraphCycle({ path: [...path.slice(path.indexOf(id)), id] })
        if (planned.has(id)) return id
        const settled = yield* settleFlags(op, own)
        const basis = yield* basisOf(op)
        const prepared = yield* withoutWarnings(prepareOn(basis, { ...settled, op }, own))
        const flags = prepared.kind === "run" ? prepared.flags : settled.flags
        const { met, needs, required } = yield* requirements(by, flags)
        const earlier = yield* latestRuns(op.opRef, CANDIDATES)
        const batch = prepared.kind === "batch"
        const plain = batch ? batchRuns : yield* decideOn({ basis, flags, required, cwd }, met, earlier)
        const reference = plain._tag === "Run" ? plain.latest : plain.run
        const pins = met.flatMap(({ flagName, named, node }): ReadonlyArray<Pin> =>
          named ? [{ flag: flagName, node }] : []
        )
        const inPlan = met.map((each) => ({ ...each, called: each.run === undefined ? each.node : shortId(each.run) }))
        const inner = { op, path, called: id, before: [] }
        const held = earlier.find((run) => run.id === reference)
        const { steps, trials } = yield* untilKnown((planning) =>
          Effect.gen(function* () {
            if (batch) {
              const asBatch = { prepared, seeded, met: inPlan, held: [...earlier].reverse() }
              return { steps: [], trials: (yield* planBatchSteps({ ...inner, ...asBatch }, planning)).trials }
            }
            if (op.target.kind !== "steps") return { steps: [], trials: undefined }
            const stepped = { ...inner, request: own, basis, flags, earlier: held }
            return { steps: (yield* planSteps(stepped, planning)).steps, trials: undefined }
          })
        )
        const decision = withSteps(plain, steps)
        if (decision._tag === "Run" && !batch) {
          const called = withCalled(flags, inPlan)
          const whole = yield* withoutWarnings(prepareOn(basis, { ...settled, flags: called, op }, own))
          nodes.add(identityOf(whole), id, [{ opRef: op.opRef, standing: undefined, called: id }])
        }
        planned.add({
          id,
          op,
          decision,
          needs: [...new Set([...needs, ...requiredBySteps(stepsBelow({ steps, trials }))])],
          pins,
          trials: trials === undefined ? undefined : trialsAnew(trials),
          steps: decision._tag === "Run" ? anew(steps) : steps
        })
        return id
      })

    yield* visit({ op: asked, request, path: [] })
    return planned.all()
  })
