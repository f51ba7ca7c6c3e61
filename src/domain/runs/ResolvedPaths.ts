import type { Value } from "../Value.ts"
import { isList, isMap } from "../Value.ts"

/** The paths that a run's dependencies were resolved to, as its attributes name them. */
export const dependencyPaths = (attrs: ReadonlyMap<string, Value>): ReadonlyArray<string> => {
  const paths = (value: Value): ReadonlyArray<string> =>
    typeof value === "string"
      ? [value]
      : isList(value)
        ? value.flatMap(paths)
        : isMap(value)
          ? paths(value["paths"] ?? [])
          : []
  const resources = attrs.get("deps") ?? attrs.get("resolved_deps") ?? {}
  return isMap(resources)
    ? Object.values(resources).flatMap((sources) => (isMap(sources) ? Object.values(sources).flatMap(paths) : []))
    : []
}
