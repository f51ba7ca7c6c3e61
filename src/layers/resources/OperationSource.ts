import { existsSync, readFileSync, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { Effect, Option } from "effect"
import type { ResourceDef, ResourceSource } from "../../domain/resources/ResourceDef.ts"
import { splitOperations } from "../../domain/resources/ResourceOpRun.ts"
import { MANIFEST_FILE, readManifest } from "../../domain/runs/Manifest.ts"
import { GUILD_DIR } from "../../domain/runs/RunLayout.ts"
import type { ResolveContext } from "../../services/Resources.ts"
import type { IndexError } from "../../services/RunIndex.ts"
import type { StoreError } from "../../services/RunStore.ts"
import { pathsBelow } from "./FindPaths.ts"
import type { FoundPath } from "./PlaceInRun.ts"
import type { ResourceProblem } from "./ResourceProblem.ts"
import { attempt, problem } from "./ResourceProblem.ts"

/** A later Guild keeps a run's source code among its files; the manifest tells which those are. */
const sourceCodeOf = (runDir: string): ReadonlyArray<string> => {
  const manifest = join(runDir, MANIFEST_FILE)
  if (!existsSync(manifest)) return []
  return readManifest(readFileSync(manifest, "utf8")).flatMap(({ kind, path }) => (kind === "sourcecode" ? [path] : []))
}

interface Upstream {
  readonly dir: string
  readonly name: string
}

const isDirectory = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** The run that a source means; what has a slash in it is a directory, which is taken as it is. */
const upstream = (
  source: ResourceSource,
  context: ResolveContext,
  cwd: string
): Effect.Effect<Upstream, ResourceProblem | IndexError | StoreError> => {
  const chosen = context.override === undefined ? undefined : String(context.override)
  if (chosen?.includes("/") === true) {
    const dir = resolve(cwd, chosen)
    return isDirectory(dir) ? Effect.succeed({ dir, name: dir }) : Effect.fail(problem(`${dir} is not a directory`))
  }
  return Effect.flatMap(
    context.findRun({
      operations: source.target,
      modelName: context.modelName,
      idPrefix: chosen,
      includeStaged: false
    }),
    Option.match({
      onNone: () => Effect.fail(problem(`no suitable run for ${splitOperations(source.target).join(",")}`)),
      onSome: (run) => Effect.succeed({ dir: run.dir, name: run.id })
    })
  )
}

/** The files of an earlier run that a source selects: all but Guild's own where it selects none. */
export const resolveOperation = (
  source: ResourceSource,
  resource: ResourceDef,
  context: ResolveContext,
  cwd: string
): Effect.Effect<ReadonlyArray<FoundPath>, ResourceProblem | IndexError | StoreError> =>
  Effect.gen(function* () {
    const { dir, name } = yield* upstream(source, context, cwd)
    yield* context.say(`Using output from run ${name} for ${resource.name} resource`)
    return yield* attempt(() => pathsBelow(dir, source, new Set([GUILD_DIR, ...sourceCodeOf(dir)])))
  })
