import type { OpDef } from "../ops/OpDef.ts"
import type { ValueMap } from "../Value.ts"
import { getKey, mapOf } from "../Value.ts"
import { requiredBy } from "./ResourceFlags.ts"

/**
 * Flags with those that say which run or file stands in for a source as they are spelled: to YAML `0123` is 83, but no run's id begins
 * so. A flag that the operation defines with a type is read by that.
 *
 * @param spellings the flags as `flagSpelling` has them
 */
export const withSpelledSources = (
  op: Pick<OpDef, "requires" | "resources" | "flags" | "fullName">,
  flags: ValueMap,
  spellings: ValueMap
): ValueMap => {
  if (op.requires.length === 0) return flags
  const sources = new Set(
    requiredBy(op).flatMap((resource) => resource.sources.flatMap(({ flagName }) => flagName ?? []))
  )
  for (const { alias, name, type } of op.flags.filter((def) => sources.has(def.name))) {
    if (type !== undefined && type !== "auto") sources.delete(name)
    else if (alias !== undefined) sources.add(alias)
  }
  return mapOf(
    Object.entries(flags).map(([name, value]) => [name, (sources.has(name) ? getKey(spellings, name) : value) ?? value])
  )
}
