import { nearest } from "../text/Nearest.ts"
import { Either } from "effect"
import { shortRepr } from "../text/PyRepr.ts"
import type { Decoded } from "./ResourceAttributes.ts"
import { flagOf, invalid, listOf, textAttr, textOf, textsAttr } from "./ResourceAttributes.ts"
import type { ResourceDef, ResourceSource } from "./ResourceDef.ts"
import type { SourceData } from "./SourceDecode.ts"
import { decodeDefaults, decodePath, decodeSource, extraOf, targetOf } from "./SourceDecode.ts"
import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"

const RESOURCE_KEYS: ReadonlySet<string> = new Set(
  "name flag-name description private references path target-path default-unpack target-type preserve-path sources".split(
    " "
  )
)

/** The name of a resource that has none: what its one operation is called, or the URIs of its sources. */
const impliedName = (sources: ReadonlyArray<SourceData>): string =>
  sources.map(({ kind, target, uri }) => (kind === "operation" && sources.length === 1 ? target : uri)).join(",")

/**
 * Gives every source its flag: its own, or the one that its resource says, or else the one of the resource's name. One flag cannot
 * name runs of several operations: those have the names of their sources or of the operations, one each, and no other source
 * of such a resource has one.
 */
const withFlags = (
  sources: ReadonlyArray<SourceData>,
  resource: { readonly name: string; readonly flagName: string | undefined }
): ReadonlyArray<ResourceSource> => {
  const operations = new Set(sources.filter(({ kind }) => kind === "operation").map(({ target }) => target))
  return sources.map(({ ownFlag, ownName, ...source }) => {
    const isRun = source.kind === "operation"
    const shared = isRun || operations.size === 0 ? resource.name : undefined
    const implied = isRun && operations.size > 1 ? (ownName ?? source.target) : shared
    const explicit = ownFlag ?? resource.flagName
    return { ...source, flagName: explicit ?? implied, takesFlag: explicit !== undefined || isRun }
  })
}

/**
 * Decodes a resource: a map with `sources`, or the list of sources alone. `name` is what the Guild file calls it, `undefined` for
 * one that is defined where it is required; `fullName` is how errors speak of it (`model:name`).
 */
export const decodeResource = (
  name: string | undefined,
  value: Value,
  fullName: string | undefined = name
): Decoded<ResourceDef> => {
  const map: Value = isList(value) ? { sources: value } : value
  if (!isMap(map)) return invalid(`invalid resource value ${shortRepr(value)}: expected a mapping or a list`)
  const written = textOf(getKey(map, "name")) ?? name
  const [target] = listOf(getKey(map, "sources")).map(targetOf)
  const where = fullName ?? written ?? textOf(getKey(map, "flag-name")) ?? target ?? "inline"
  return Either.gen(function* () {
    const defaults = yield* decodeDefaults(map, where)
    const sources = yield* Either.all(
      listOf(getKey(map, "sources")).map((source) => decodeSource(source, where, defaults))
    )
    const flagName = yield* textAttr(map, "flag-name", where)
    const known = (yield* textAttr(map, "name", where)) ?? name ?? flagName ?? impliedName(sources)
    return {
      name: known,
      description: (yield* textAttr(map, "description", where)) ?? "",
      private: yield* flagOf(map, "private", false, where),
      references: yield* textsAttr(map, "references", where),
      path: yield* decodePath(map, where),
      sources: withFlags(sources, { name: known, flagName }),
      extra: extraOf(map, RESOURCE_KEYS)
    }
  })
}

/** An inline map without `sources` is a source itself; its `name` and `flag-name` are the resource's. */
const asResourceMap = (map: ValueMap): ValueMap => {
  if (Object.hasOwn(map, "sources")) return map
  const names = ["name", "flag-name"].flatMap((key) =>
    Object.hasOwn(map, key) ? [[key, map[key] ?? null] as const] : []
  )
  const source = mapOf(Object.entries(map).filter(([key]) => key !== "name" && key !== "flag-name"))
  return mapOf([...names, ["sources", [source]]])
}

/** A resource's own name in `[PACKAGE/][MODEL:]RESOURCE`. */
export const resourceName = (named: string): string =>
  named.slice(named.lastIndexOf(named.includes(":") ? ":" : "/") + 1)

/**
 * Decodes one entry of `requires`: the name of a resource, a map that names one with `resource`, an inline source, or an inline
 * resource with `sources`. `resources` are those that may be named.
 */
export const decodeDependency = (
  spec: string | ValueMap,
  resources: ValueMap,
  operation: string
): Decoded<ResourceDef> => {
  const named = typeof spec === "string" ? spec : (textOf(getKey(spec, "resource")) ?? spec)
  if (typeof named !== "string") return decodeResource(undefined, asResourceMap(named))
  const found = getKey(resources, named)
  if (found !== undefined) return decodeResource(resourceName(named), found, named)
  const meant = nearest(named, Object.keys(resources))
  const advice = meant === undefined ? "Define it under 'resources' in the Guild file." : `Did you mean '${meant}'?`
  return invalid(`resource '${named}' required by operation '${operation}' is not defined\n${advice}`)
}
