import { Effect, Either, Option } from "effect"
import type { FlagDef } from "../flags/FlagDef.ts"
import { emptyFlagDef } from "../flags/FlagDef.ts"
import type { OpDef } from "../ops/OpDef.ts"
import { decodeDependency } from "./ResourceDecode.ts"
import type { ResourceDef, ResourceSource } from "./ResourceDef.ts"
import type { OpRunRequest } from "./ResourceOpRun.ts"
import type { Run } from "../runs/Run.ts"
import { shortId } from "../runs/RunId.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, mapOf } from "../Value.ts"

type Requiring = Pick<OpDef, "requires" | "resources" | "flags" | "fullName">

/** The resources that an operation requires, flags not yet filled in; one that cannot be decoded is left for the run to tell of. */
export const requiredBy = (op: Requiring): ReadonlyArray<ResourceDef> =>
  op.requires.flatMap(({ spec }) =>
    Either.match(decodeDependency(spec, op.resources, op.fullName), {
      onLeft: () => [],
      onRight: (resource) => [resource]
    })
  )

/**
 * The flags by which the user may say what stands in for required resources, but for those that the operation defines itself. A
 * required run is none of the script's business, so it is no argument.
 */
export const resourceFlags = (op: Requiring): ReadonlyArray<FlagDef> => {
  const names = new Set(op.flags.map(({ name }) => name))
  return requiredBy(op).flatMap((resource) =>
    resource.sources.flatMap(({ description, flagName, kind, takesFlag }): ReadonlyArray<FlagDef> => {
      if (!takesFlag || flagName === undefined || names.has(flagName)) return []
      names.add(flagName)
      return [
        {
          ...emptyFlagDef(flagName),
          description: description === "" ? resource.description : description,
          nullLabel: "unspecified",
          argSkip: kind === "operation" ? true : undefined
        }
      ]
    })
  )
}

export interface DependencyFlags {
  /** The flags of the run, with the short id of the run that each required operation is to be taken from; null where there is none. */
  readonly flags: ValueMap
  /** Resources that no suitable run was found for. */
  readonly missing: ReadonlyArray<string>
}

/** The operations that a resource requires, by the flags that name their runs. */
const requiredRuns = (resource: ResourceDef): ReadonlyMap<string, ReadonlyArray<string>> => {
  const targets = new Map<string, ReadonlyArray<string>>()
  for (const { flagName, kind, target } of resource.sources) {
    if (kind !== "operation" || flagName === undefined) continue
    targets.set(flagName, [...new Set([...(targets.get(flagName) ?? []), target])])
  }
  return targets
}

/** An operation that a resource takes output of. */
export interface RequiredSource {
  readonly source: ResourceSource
  readonly flagName: string
  /** The flag may name the run of this source: it is the first with that flag, and no other operation has it. */
  readonly named: boolean
}

/** The operations among a resource's sources. */
export const requiredSources = (resource: ResourceDef): ReadonlyArray<RequiredSource> => {
  const flags = requiredRuns(resource)
  const seen = new Set<string>()
  return resource.sources.flatMap((source) => {
    const { flagName, kind } = source
    if (kind !== "operation" || flagName === undefined) return []
    const named = !seen.has(flagName) && flags.get(flagName)?.length === 1
    seen.add(flagName)
    return [{ source, flagName, named }]
  })
}

/**
 * Settles which runs the required operations are taken from, so that it can be shown before the run starts and does not change
 * while it waits. What the user chose stays as it is.
 *
 * @param find the run that a source means; see `pickOpRun`
 */
export const dependencyFlags = <E, R>(
  resources: ReadonlyArray<ResourceDef>,
  flags: ValueMap,
  modelName: string,
  find: (request: OpRunRequest) => Effect.Effect<Option.Option<Run>, E, R>
): Effect.Effect<DependencyFlags, E, R> =>
  Effect.gen(function* () {
    const missing: Array<string> = []
    const chosen: Array<readonly [string, Value]> = []
    for (const resource of resources) {
      let suitable = true
      for (const [flagName, targets] of requiredRuns(resource)) {
        const override = getKey(flags, flagName) ?? null
        const findBy = (operations: string, idPrefix: string | undefined) =>
          find({ operations, modelName, idPrefix, includeStaged: true })
        if (override === null || override === "") {
          const runs = yield* Effect.forEach(targets, (target) => findBy(target, undefined))
          if (runs.some(Option.isNone)) suitable = false
          const [run, ...others] = runs
          // One run cannot stand for those of other operations: each is found when the run starts.
          if (run !== undefined && others.length === 0)
            chosen.push([flagName, Option.getOrNull(Option.map(run, ({ id }) => shortId(id)))])
        } else {
          // A list is for the trials of a batch, one each. What has a slash in it is a directory.
          const ids = (isList(override) ? override : [override]).map(String).filter((id) => !id.includes("/"))
          const runs = yield* Effect.forEach(targets, (target) => Effect.forEach(ids, (id) => findBy(target, id)))
          if (runs.flat().some(Option.isNone)) suitable = false
        }
      }
      if (!suitable) missing.push(resource.name)
    }
    return { flags: mapOf([...Object.entries(flags), ...chosen]), missing }
  })

/** The warning for a resource in `missing`; without the `WARNING: `. */
export const missingRunWarning = (resource: string): string =>
  `cannot find a suitable run for required resource '${resource}'`
