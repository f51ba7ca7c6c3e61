import type { Value, ValueMap } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"
import type { ResourceDef, ResourceSource } from "./ResourceDef.ts"

type Named = Pick<ResourceDef, "name">
type Located = Pick<ResourceSource, "uri">

/*
 * The `resolved_deps` attribute of a run: for each resource by its name, what each of its sources came to, by the source's URI: paths.
 * What an earlier Guild wrote may have any other form, and says nothing then.
 */

const sourcesOf = (deps: Value | undefined, resource: Named): ValueMap => {
  const sources = deps !== undefined && isMap(deps) ? getKey(deps, resource.name) : undefined
  return sources !== undefined && isMap(sources) ? sources : {}
}

const withSources = (deps: ValueMap, resource: Named, sources: ValueMap): ValueMap =>
  mapOf([...Object.entries(deps), [resource.name, sources]])

/** What an earlier start of the run resolved a source to. */
export const pathsBefore = (known: Value | undefined, resource: Named, source: Located): Value | undefined =>
  getKey(sourcesOf(known, resource), source.uri)

/** What a source came to as well: two sources may take different parts of the same. */
export const withPaths = (deps: ValueMap, resource: Named, source: Located, paths: Value): ValueMap => {
  const sources = sourcesOf(deps, resource)
  const known = getKey(sources, source.uri)
  const all = known !== undefined && isList(known) && isList(paths) ? [...new Set([...known, ...paths])] : paths
  return withSources(deps, resource, mapOf([...Object.entries(sources), [source.uri, all]]))
}

/** All but what has this source's URI. */
export const withoutPaths = (deps: ValueMap, resource: Named, source: Located): ValueMap => {
  const sources = sourcesOf(deps, resource)
  return getKey(sources, source.uri) === undefined
    ? deps
    : withSources(deps, resource, mapOf(Object.entries(sources).filter(([uri]) => uri !== source.uri)))
}

/** What an earlier start resolved, and over it what this one did. */
export const mergeResolved = (known: Value | undefined, resolved: ValueMap): ValueMap => {
  const before = known !== undefined && isMap(known) ? known : {}
  const merged = Object.entries(resolved).map(([name, now]) => {
    const sources = getKey(before, name) ?? null
    return [
      name,
      isMap(sources) && isMap(now) ? mapOf([...Object.entries(sources), ...Object.entries(now)]) : now
    ] as const
  })
  return mapOf([...Object.entries(before), ...merged])
}
