import { Either } from "effect"
import type { DependencyDef } from "../ops/OpDef.ts"
import type { Decoded } from "../resources/ResourceAttributes.ts"
import { decodeResource } from "../resources/ResourceDecode.ts"
import { decodeSource } from "../resources/SourceDecode.ts"
import { shortRepr } from "../text/PyRepr.ts"
import type { ValueMap } from "../Value.ts"
import { isMap } from "../Value.ts"
import { LATER_SOURCE_TYPES, RESOURCE, SOURCE, SOURCE_TYPES } from "./Attributes.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode, Node } from "./Node.ts"
import { get, isNull, textOf, toValue, without } from "./Node.ts"
import { misread, warnUnknown } from "./Read.ts"

const ALL_TYPES: ReadonlyArray<string> = [...SOURCE_TYPES, ...LATER_SOURCE_TYPES]

/** Reports what is wrong with a source or a resource, where it stands. */
const report = (node: Node, decoded: Decoded<unknown>, findings: Findings): void => {
  if (Either.isRight(decoded)) return
  const { attribute, reason } = decoded.left
  misread(findings, (attribute === undefined ? undefined : get(node, attribute)) ?? node, reason)
}

const checkSource = (source: Node, resource: string, findings: Findings): void => {
  report(source, decodeSource(toValue(source), resource), findings)
  if (source.kind === "map" && ALL_TYPES.some((type) => source.entries.has(type)))
    warnUnknown(source, SOURCE, `a source of resource '${resource}'`, findings)
}

const checkSources = (node: Node | undefined, resource: string, findings: Findings): void => {
  if (node === undefined || isNull(node)) return
  if (node.kind === "list") for (const source of node.items) checkSource(source, resource, findings)
  else checkSource(node, resource, findings)
}

const checkResource = (node: Node, resource: string, findings: Findings): void => {
  if (node.kind === "list") return checkSources(node, resource, findings)
  if (node.kind !== "map") return report(node, decodeResource(resource, toValue(node)), findings)
  const own = without(node, "sources")
  report(own, decodeResource(resource, toValue(own)), findings)
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
    misread(findings, node, `invalid dependency value ${shortRepr(toValue(node))}: expected a string or a mapping`)
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
