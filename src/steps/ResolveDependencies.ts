import { Effect, Either, Option } from "effect"
import type { ResourceDef, ResourceSource } from "../domain/resources/ResourceDef.ts"
import { overrideOf } from "../domain/resources/ResourceDef.ts"
import { decodeDependency } from "../domain/resources/ResourceDecode.ts"
import { mergeResolved, pathsBefore, withoutPaths, withPaths } from "../domain/resources/ResolvedDeps.ts"
import { resolveResourceRefs } from "../domain/resources/ResourceRefs.ts"
import type { RunPlan } from "../domain/runs/RunPlan.ts"
import type { Value, ValueMap } from "../domain/Value.ts"
import { isList } from "../domain/Value.ts"
import { visibleText } from "../domain/text/VisibleText.ts"
import type { ResolveContext } from "../services/Resources.ts"
import { DependencyNotMet, Resources } from "../services/Resources.ts"
import { RunIndex } from "../services/RunIndex.ts"
import { RunStore } from "../services/RunStore.ts"
import { Terminal } from "../services/Terminal.ts"
import { findOpRun } from "./FindOpRun.ts"
import type { PlannedRun } from "./InitRunDir.ts"
import { progressLine } from "./ProgressLine.ts"
import { make } from "./Step.ts"

/** The resources that a plan requires, with its flags filled in. Fails where the operation's definition is at fault. */
export const requiredResources = (plan: Pick<RunPlan, "dependencies" | "resources" | "flags" | "opName">) =>
  Either.all(
    plan.dependencies.map(({ spec }) =>
      Either.flatMap(decodeDependency(spec, plan.resources, plan.opName), (resource) =>
        resolveResourceRefs(resource, plan.flags, plan.opName)
      )
    )
  )

const textsOf = (paths: Value): ReadonlyArray<string> =>
  (isList(paths) ? paths : [paths]).filter((path) => typeof path === "string")

export interface ResolveInput extends PlannedRun {
  /** The run is not started now: operations that it requires need not have run yet. */
  readonly staging?: boolean
  /** The run is a trial of a batch: what is told looks like the batch's own log. */
  readonly inTrial?: boolean
}

/**
 * Puts what the operation requires into the run, resource by resource and source by source in the order of its definition, and
 * records it as `resolved_deps`, also where a later one fails. A source that was resolved before, as in a run that is restarted,
 * is left as it is, unless it is a configuration file and the flags in it are others now. What is optional, or all where the plan forces it, may be missing, which is a warning.
 */
export const resolveDependencies = make(
  "resolveDependencies",
  ({ plan, run, staging = false, inTrial = false }: ResolveInput) =>
    Effect.gen(function* () {
      const store = yield* RunStore
      const terminal = yield* Terminal
      const say = (line: string) => (inTrial ? terminal.info : terminal.tell)(visibleText(line))
      const resources = yield* Resources
      const index = yield* RunIndex
      const required = yield* requiredResources(plan)
      const known = Option.getOrUndefined(
        yield* Effect.orElseSucceed(store.readAttr(run, "resolved_deps"), Option.none<Value>)
      )

      const line = yield* progressLine
      const context: Omit<ResolveContext, "override"> = {
        run,
        projectDir: plan.projectDir,
        parentDirs: plan.parentDirs ?? [],
        modelName: plan.opRef.modelName,
        flags: plan.flags,
        findRun: (request) => Effect.provideService(findOpRun(request, run.id), RunIndex, index),
        say,
        progress: line.onProgress,
        warn: (line) => terminal.warn(visibleText(line)),
        output: (chunk, stream) => terminal.write(chunk, stream)
      }

      let resolved: ValueMap = {}
      const record = (resource: ResourceDef, source: ResourceSource, paths: Value) => {
        resolved = withPaths(resolved, resource, source, paths)
      }

      const write = Effect.suspend(() => store.writeAttr(run, "resolved_deps", resolved))

      /** What this start did not come to stays resolved as it was. */
      const writeSoFar = Effect.suspend(() => store.writeAttr(run, "resolved_deps", mergeResolved(known, resolved)))

      /** What may be missing, or is wanted whatever is missing, is no reason to stop. */
      const unlessForced = <A, E>(
        source: ResourceSource,
        attempt: Effect.Effect<A, DependencyNotMet | E>,
        otherwise: A
      ) =>
        source.optional || plan.forceDeps === true
          ? Effect.catchIf(
              attempt,
              (error) => error instanceof DependencyNotMet,
              (error) => Effect.as(terminal.warn(error.unmet.split("\n").map(visibleText).join("\n")), otherwise)
            )
          : attempt

      const resolveSource = (resource: ResourceDef, source: ResourceSource) =>
        Effect.gen(function* () {
          const before = pathsBefore(known, resource, source)
          const isKept =
            before !== undefined &&
            !source.alwaysResolve &&
            (yield* resources.goesWith(source, run, textsOf(before), plan.flags))
          if (isKept) {
            yield* say(`Skipping ${source.uri} because it's already resolved`)
            record(resource, source, before)
            return yield* unlessForced(source, resources.verify(source, resource, run, textsOf(before)), undefined)
          }
          if (staging && source.kind === "operation")
            return yield* say(`Skipping operation dependency ${source.uri} for stage`)
          const attempt = Effect.ensuring(
            resources.resolve(source, resource, {
              ...context,
              override: overrideOf(source, plan.flags),
              again: before !== undefined
            }),
            line.clear
          )
          const paths = yield* Effect.tapError(unlessForced(source, attempt, []), () =>
            Effect.sync(() => {
              // What another source had of the same is not all of it.
              resolved = withoutPaths(resolved, resource, source)
            })
          )
          record(resource, source, [...paths])
        })

      yield* Effect.forEach(
        required,
        (resource) =>
          Effect.gen(function* () {
            yield* say(`Resolving ${resource.name} dependency`)
            yield* Effect.forEach(resource.sources, (source) => resolveSource(resource, source), { discard: true })
          }),
        { discard: true }
      ).pipe(Effect.tapError(() => Effect.ignore(writeSoFar)))
      yield* write
    })
)
