import type { Value, ValueMap } from "../Value.ts"
import { getKey, isMap, mapOf } from "../Value.ts"

/** A value that is there keeps its place, for files that people read. */
const withKey = (map: ValueMap, key: string, value: Value): ValueMap =>
  Object.hasOwn(map, key)
    ? mapOf(Object.entries(map).map(([name, before]) => [name, name === key ? value : before] as const))
    : mapOf([...Object.entries(map), [key, value]])

/**
 * Sets one value of a configuration. A name that is there as it is is set; otherwise its dots lead through nested maps, which are
 * made where they are missing.
 */
const setNested = (config: ValueMap, name: string, value: Value): ValueMap => {
  const dot = name.indexOf(".")
  if (Object.hasOwn(config, name) || dot < 1) return withKey(config, name, value)
  const outer = name.slice(0, dot)
  const inner = getKey(config, outer)
  return withKey(config, outer, setNested(inner !== undefined && isMap(inner) ? inner : {}, name.slice(dot + 1), value))
}

/** A configuration with values set by name, where dots stand for nesting (`c.d` is the `d` of `c`). Unset values (null) change nothing. */
export const applyConfig = (config: ValueMap, values: ValueMap): ValueMap =>
  Object.entries(values).reduce(
    (result, [name, value]) => (value === null ? result : setNested(result, name, value)),
    config
  )
