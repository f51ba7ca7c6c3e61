import { itemName } from "./Coerce.ts"
import type { Family } from "./Extends.ts"
import type { File } from "./File.ts"
import type { Findings } from "./Findings.ts"
import { mergeParent } from "./Merge.ts"
import { nearest } from "../text/Nearest.ts"
import type { Entry, MapNode, Node } from "./Node.ts"
import { get, map, withEntries } from "./Node.ts"
import { fillParams } from "./Params.ts"
import { readTexts } from "./Read.ts"

export type Section = "flags" | "operations" | "resources"

/** `NAME`, `NAME#a,b`, `MODEL:OP` or `MODEL:OP#a,b`, where a name may be `package/name`. */
const REFERENCE = /^([^:#]*)(?::([^#]+))?(?:#(.+))?$/

const MAX_INCLUDES = 100

/**
 * Resolves `$include` in the sections of models: what another config, model or operation has in the same section comes first,
 * and what stands beside the `$include` is merged over it. Names are looked for in the model's own file and then in those that it
 * inherits from, so that a project can put its own in the place of a package's.
 */
export const includer = (family: Family, files: ReadonlyArray<File>, findings: Findings) => {
  const filled = new Map<MapNode, MapNode>()
  /** Sections with their includes resolved, so that what many include is worked out once. */
  const done: Readonly<Record<Section, Map<MapNode, MapNode>>> = {
    flags: new Map(),
    operations: new Map(),
    resources: new Map()
  }

  /** A section with its includes resolved. `seen` holds the references on the way to it. */
  const resolve = (node: MapNode, section: Section, seen: ReadonlyArray<string>): MapNode => {
    if (!node.entries.has("$include")) return node
    const known = done[section].get(node) ?? resolveAnew(node, section, seen)
    done[section].set(node, known)
    return known
  }

  const resolveAnew = (node: MapNode, section: Section, seen: ReadonlyArray<string>): MapNode => {
    const entries = new Map<string, Entry>()
    const add = (name: string, entry: Entry) => {
      const before = entries.get(name)
      entries.set(
        name,
        before === undefined ? entry : { key: entry.key, value: mergeParent(before.value, entry.value) }
      )
    }
    for (const reference of readTexts(node, "$include", findings) ?? [])
      for (const [name, entry] of included(node, reference, section, seen)) add(name, entry)
    for (const [name, entry] of node.entries) if (name !== "$include") add(name, entry)
    return map(node, entries)
  }

  const included = (
    node: MapNode,
    reference: string,
    section: Section,
    seen: ReadonlyArray<string>
  ): Iterable<readonly [string, Entry]> => {
    const place = node.entries.get("$include")?.value ?? node
    const [, name, operation, attributes] = REFERENCE.exec(reference) ?? []
    if (name === undefined) {
      findings.error(
        place,
        `invalid include reference '${reference}': operation references must be in the form CONFIG[#ATTRS] or MODEL:OPERATION[#ATTRS]`
      )
      return []
    }
    if (seen.includes(reference) || seen.length >= MAX_INCLUDES) {
      findings.error(place, `cycle in '$include' (${[...seen, reference].join(" -> ")})`)
      return []
    }
    const item = findItem(name)
    const found = operation === undefined ? get(item, section) : sectionOfOperation(item, operation, section, seen)
    if (item === undefined || (operation !== undefined && found === undefined)) {
      const meant = item === undefined ? nearest(name, names()) : undefined
      findings.error(
        place,
        `cannot find include reference '${reference}': ${
          meant === undefined ? "expected a config, a model or MODEL:OPERATION" : `did you mean '${meant}'?`
        }`
      )
      return []
    }
    if (found?.kind !== "map") return []
    const resolved = resolve(found, section, [...seen, reference])
    return attributes === undefined ? resolved.entries : chosen(resolved, attributes, place)
  }

  const chosen = (node: MapNode, attributes: string, place: Node): ReadonlyArray<readonly [string, Entry]> =>
    attributes.split(",").flatMap((attribute): Array<readonly [string, Entry]> => {
      const name = attribute.trim()
      const entry = node.entries.get(name)
      if (entry !== undefined) return [[name, entry]]
      const meant = nearest(name, node.entries.keys())
      findings.warning(
        place,
        `nothing named '${name}' to include${meant === undefined ? "" : `: did you mean '${meant}'?`}`
      )
      return []
    })

  const names = () =>
    files.flatMap(({ items }) => items.flatMap((item) => itemName(item, "config") ?? itemName(item, "model") ?? []))

  const findItem = (name: string): MapNode | undefined => {
    const item = family.find(name, files)
    if (item === undefined) return undefined
    const known = filled.get(item) ?? fillParams(item, findings)
    filled.set(item, known)
    return known
  }

  const sectionOfOperation = (
    item: MapNode | undefined,
    name: string,
    section: Section,
    seen: ReadonlyArray<string>
  ): Node | undefined => {
    const operations = get(item, "operations")
    if (operations?.kind !== "map") return undefined
    const operation = resolve(operations, "operations", [...seen, `:${name}`]).entries.get(name)
    if (operation === undefined) return undefined
    if (section === "operations") return map(operation.value, new Map([[name, operation]]))
    return get(operation.value, section) ?? map(operation.value, new Map())
  }

  const section = (node: Node | undefined, name: Section): MapNode | undefined =>
    node?.kind === "map" ? resolve(node, name, []) : undefined

  return { section, flagValues: (node: MapNode) => flagValues(node, (own) => resolve(own, "flags", [])) }
}

export type Includer = ReturnType<typeof includer>

/** The `flags` of a step: values, where an include brings the defaults of the flags that it names. */
const flagValues = (step: MapNode, resolve: (node: MapNode) => MapNode): MapNode => {
  const flags = get(step, "flags")
  if (flags?.kind !== "map" || !flags.entries.has("$include")) return step
  const own = new Map([...flags.entries].filter(([name]) => name !== "$include"))
  const reference = flags.entries.get("$include")
  const brought = resolve(map(flags, new Map(reference === undefined ? [] : [["$include", reference]])))
  const entries = new Map<string, Entry>()
  for (const [name, entry] of brought.entries) {
    const value = get(entry.value, "default")
    if (value !== undefined) entries.set(name, { key: entry.key, value })
  }
  for (const [name, entry] of own) entries.set(name, entry)
  return withEntries(step, [["flags", { key: flags, value: map(flags, entries) }]])
}
