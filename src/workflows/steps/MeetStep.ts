import { Effect } from "effect"
import type { OpDef } from "../../domain/ops/OpDef.ts"
import type { Pin } from "../../domain/plan/StepPlan.ts"
import { adHocDependency } from "../../domain/resources/AdHocDependency.ts"
import type { ResourceDef, ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { overrideOf } from "../../domain/resources/ResourceDef.ts"
import { requiredSources } from "../../domain/resources/ResourceFlags.ts"
import { shortId } from "../../domain/runs/RunId.ts"
import type { RunRequest } from "../../domain/runs/RunRequest.ts"
import type { ValueMap } from "../../domain/Value.ts"
import { Host } from "../../services/Host.ts"
import { requiredResources } from "../../steps/ResolveDependencies.ts"
import type { Made, MetInPlan } from "./StepsMade.ts"
import { latestMade } from "./StepsMade.ts"

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

interface Meeting<E, R> {
  readonly op: OpDef
  readonly flags: ValueMap
  /** What the user requires besides. */
  readonly also: ReadonlyArray<string>
  /** The runs that the step sees. */
  readonly before: ReadonlyArray<Made>
  /** Undefined for a step that will not be run. */
  readonly outside:
    ((resource: ResourceDef, source: ResourceSource) => Effect.Effect<OutsideNode | undefined, E, R>) | undefined
}

/** What a step's requirements come to: the run of an earlier step where one runs that operation, else what is planned outside. */
export const meetStep = <E, R>({ also, before, flags, op, outside }: Meeting<E, R>) =>
  Effect.gen(function* () {
    const { cwd } = yield* Host
    const required = yield* requiredResources({
      dependencies: [...op.requires, ...also.map((text) => adHocDependency(text, cwd))],
      resources: op.resources,
      flags,
      opName: op.fullName
    })
    const met: Array<MetInPlan> = []
    const requires = new Set<string>()
    const pins: Array<Pin> = []
    for (const resource of required) {
      for (const each of requiredSources(resource)) {
        const { flagName, named, source } = each
        if (overrideOf(source, flags) !== undefined) continue
        const made = latestMade(before, { operations: source.target, modelName: op.modelName })
        const found = made === undefined ? yield* outside?.(resource, source) ?? Effect.succeed(undefined) : undefined
        if (found !== undefined) requires.add(found.node)
        if (found !== undefined && named) pins.push({ flag: flagName, node: found.node })
        const outer = found === undefined ? null : found.run === undefined ? found.node : shortId(found.run)
        met.push({
          ...each,
          operation: source.target,
          run: made === undefined ? found?.run : made.standing,
          called: made?.called ?? outer
        })
      }
    }
    return { required, met, requires: [...requires], pins }
  })
