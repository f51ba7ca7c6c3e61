import { join } from "node:path"
import { Effect, Layer } from "effect"
import type { ResourceDef, ResourceSource } from "../domain/resources/ResourceDef.ts"
import type { Host } from "../services/Host.ts"
import type { Processes } from "../services/Processes.ts"
import type { PythonEnv } from "../services/PythonEnv.ts"
import type { ResolveContext } from "../services/Resources.ts"
import { DependencyNotMet, Resources } from "../services/Resources.ts"
import { hasFlags } from "./resources/ConfigSource.ts"
import { checkResolved } from "./resources/LostPaths.ts"
import type { FoundPath } from "./resources/PlaceInRun.ts"
import { sourceFinder } from "./resources/FindSource.ts"
import { placeInRun, resolvedPath } from "./resources/PlaceInRun.ts"
import { attempt, problem } from "./resources/ResourceProblem.ts"

/** What the Guild file says to one who does not have it is said too. */
const withHelp = (reason: string, { help }: ResourceSource): string => [reason, help.trim()].join("\n").trimEnd()

const notMet = (source: ResourceSource, resource: ResourceDef, reason: string) =>
  new DependencyNotMet({ source: source.uri, resource: resource.name, reason })

/** Resources of the real file system. */
export const layer: Layer.Layer<Resources, never, Host | Processes | PythonEnv> = Layer.effect(
  Resources,
  Effect.gen(function* () {
    const find = yield* sourceFinder

    const place = (found: FoundPath, source: ResourceSource, resource: ResourceDef, context: ResolveContext) =>
      Effect.gen(function* () {
        const warning = yield* attempt(() => placeInRun(context.run.dir, found, source, resource, context.again))
        if (warning !== undefined) yield* context.warn(warning)
        return yield* attempt(() => resolvedPath(context.run.dir, found.path))
      })

    return Resources.of({
      resolve: (source, resource, context) =>
        Effect.gen(function* () {
          const found = yield* find(source, resource, context)
          if (found.length === 0 && source.kind !== "module") {
            if (source.failIfEmpty) return yield* Effect.fail(problem(`nothing resolved for ${source.uri}`))
            if (source.warnIfEmpty) yield* context.warn(`nothing resolved for ${source.uri}`)
          }
          return yield* Effect.forEach(found, (each) => place(each, source, resource, context))
        }).pipe(
          Effect.catchTag("ResourceProblem", ({ message }) => notMet(source, resource, withHelp(message, source)))
        ),
      verify: (source, resource, run, paths) =>
        attempt(() => checkResolved(run.dir, paths)).pipe(
          Effect.catchTag("ResourceProblem", ({ message }) => notMet(source, resource, message))
        ),
      goesWith: (source, run, paths, flags) =>
        Effect.sync(
          () => source.kind !== "config" || paths.every((path) => hasFlags(join(run.dir, path), source, flags))
        )
    })
  })
)
