import { Effect, Either, Option } from "effect"
import type { FlagDef } from "../flags/FlagDef.ts"
import { emptyFlagDef } from "../flags/FlagDef.ts"
import type { OpDef } from "../ops/OpDef.ts"
import { decodeDependency } from "./ResourceDecode.ts"
import type { ResourceDef } from "./ResourceDef.ts"
import { overrideOf } from "./ResourceDef.ts"
import type { OpRunRequest } from "./ResourceOpRun.ts"
import type { Run } from "../runs/Run.ts"
import { shortId } from "../runs/RunId.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, mapOf } from "../Value.ts"

type Requiring = Pick<OpDef, "requires" | "resources" | "flags" | "fullName">

/** The resources that an operation requires, flags not yet filled in; one that cannot be decoded is left for the run to tell of. */
export const requiredBy = (op: Requiring): ReadonlyArray<ResourceDef> =>
  op.requires.flatMap(({ spec }) =>
    Either.match(
      decodeDependency(spec, (name) => getKey(op.resources, name), op.fullName),
      {
        onLeft: () => [],
        onRight: (resource) => [resource]
      }
    )
  )

/**
 * The flags by which the user may say what stands in for required resources, but for those that the operation defines itself. A
 * required run is none of the script's business, so it is no argument.
 */
export const resourceFlags = (op: Requiring): ReadonlyArray<FlagDef> => {
  const names = new Set(op.flags.map(({ name }) => name))
  return requiredBy(op)
    .filter(({ takesFlag, flagName }) => takesFlag && !names.has(flagName))
    .map((resource) => ({
      ...emptyFlagDef(resource.flagName),
      description: resource.description,
      nullLabel: "unspecified",
      argSkip: resource.sources.some(({ kind }) => kind === "operation") ? true : undefined
    }))
}

export interface DependencyFlags {
  /** The flags of the run, with the short id of the run that each required operation is to be taken from; null where there is none. */
  readonly flags: ValueMap
  /** Resources that no suitable run was found for. */
  readonly missing: ReadonlyArray<string>
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
      const source = resource.sources.find(({ kind }) => kind === "operation")
      if (source === undefined) continue
      const override = overrideOf(resource, flags)
      const findBy = (idPrefix: string | undefined) =>
        find({ operations: source.target, modelName, idPrefix, includeStaged: true })
      if (override === undefined) {
        const run = yield* findBy(undefined)
        if (Option.isNone(run)) missing.push(resource.name)
        chosen.push([resource.flagName, Option.getOrNull(Option.map(run, ({ id }) => shortId(id)))])
      } else {
        // A list is for the trials of a batch, one each. What has a slash in it is a directory.
        const ids = (isList(override) ? override : [override]).map(String).filter((id) => !id.includes("/"))
        const runs = yield* Effect.forEach(ids, findBy)
        if (runs.some(Option.isNone)) missing.push(resource.name)
      }
    }
    return { flags: mapOf([...Object.entries(flags), ...chosen]), missing }
  })

/** The warning for a resource in `missing`; without the `WARNING: `. */
export const missingRunWarning = (resource: string): string =>
  `cannot find a suitable run for required resource '${resource}'`
