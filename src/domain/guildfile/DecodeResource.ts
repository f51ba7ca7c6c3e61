import type { DependencyDef } from "../ops/OpDef.ts"
import { shortRepr } from "../text/PyRepr.ts"
import type { ValueMap } from "../Value.ts"
import { isMap } from "../Value.ts"
import { LATER_SOURCE_TYPES, RESOURCE, SOURCE, SOURCE_TYPES } from "./Attributes.ts"
import { nearest } from "../text/Nearest.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode, Node } from "./Node.ts"
import { get, isNull, textOf, toValue } from "./Node.ts"
import { warnUnknown } from "./Read.ts"

const ALL_TYPES: ReadonlyArray<string> = [...SOURCE_TYPES, ...LATER_SOURCE_TYPES]

/** A source is a file's path, or a map that has exactly one of the source types. */
const checkSource = (source: Node, resource: string, findings: Findings): void => {
  if (source.kind === "scalar" && source.value !== null) return
  const problem = (reason: string) =>
    findings.error(source, `invalid source ${shortRepr(toValue(source))} in resource '${resource}': ${reason}`)
  if (source.kind !== "map") return problem("expected a string or a mapping")
  const types = ALL_TYPES.filter((type) => source.entries.has(type))
  if (types.length === 0) {
    const unknown = Array.from(source.entries.keys()).filter((name) => !SOURCE.has(name))
    const meant = unknown.flatMap((name) => nearest(name, SOURCE_TYPES) ?? [])[0]
    const advice = meant === undefined ? "" : `: did you mean '${meant}'?`
    return problem(`missing required attribute (one of ${SOURCE_TYPES.join(", ")})${advice}`)
  }
  // A DVC source may name the project's own remote or file beside it.
  if (types.length > 1) return problem(`conflicting attributes (${types.join(", ")})`)
  const type = types[0] ?? ""
  const value = get(source, type)
  if (value !== undefined && (value.kind !== "scalar" || value.value === null))
    return problem(`invalid ${type} ${shortRepr(toValue(value))}: expected a string`)
  warnUnknown(source, SOURCE, `a source of resource '${resource}'`, findings)
}

const checkSources = (node: Node | undefined, resource: string, findings: Findings): void => {
  if (node === undefined || isNull(node)) return
  if (node.kind === "list") for (const source of node.items) checkSource(source, resource, findings)
  else checkSource(node, resource, findings)
}

const checkResource = (node: Node, resource: string, findings: Findings): void => {
  if (node.kind === "list") return checkSources(node, resource, findings)
  if (node.kind !== "map") {
    findings.error(
      node,
      `invalid resource value ${shortRepr(toValue(node))} for '${resource}': expected a mapping or a list`
    )
    return
  }
  checkSources(get(node, "sources"), resource, findings)
  warnUnknown(node, RESOURCE, `resource '${resource}'`, findings)
}

/** Resource definitions of a model by name, checked and as written. */
export const decodeResources = (section: MapNode | undefined, model: string, findings: Findings): ValueMap => {
  if (section === undefined) return {}
  for (const [name, entry] of section.entries)
    checkResource(entry.value, model === "" ? name : `${model}:${name}`, findings)
  const value = toValue(section)
  return isMap(value) ? value : {}
}

const inlineName = (node: MapNode): string =>
  textOf(get(node, "name")) ?? ALL_TYPES.flatMap((type) => textOf(get(node, type)) ?? [])[0] ?? "inline"

const decodeDependency = (node: Node, findings: Findings): ReadonlyArray<DependencyDef> => {
  if (node.kind === "scalar" && node.value !== null) return [{ spec: node.text }]
  if (node.kind !== "map") {
    findings.error(node, `invalid dependency value ${shortRepr(toValue(node))}: expected a string or a mapping`)
    return []
  }
  if (node.entries.has("sources")) checkResource(node, inlineName(node), findings)
  else if (!node.entries.has("resource")) checkSource(node, inlineName(node), findings)
  const value = toValue(node)
  return isMap(value) ? [{ spec: value }] : []
}

/** What an operation requires: one dependency or a list of them, each a resource's name or an inline definition. */
export const decodeRequires = (node: Node | undefined, findings: Findings): ReadonlyArray<DependencyDef> => {
  if (node === undefined || isNull(node)) return []
  const items = node.kind === "list" ? node.items : [node]
  return items.flatMap((item) => decodeDependency(item, findings))
}
