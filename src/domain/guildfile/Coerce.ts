import { shortRepr } from "../text/PyRepr.ts"
import type { Findings } from "./Findings.ts"
import type { Entry, MapNode, Node } from "./Node.ts"
import { get, isNull, map, toValue, withEntries } from "./Node.ts"

/** Every entry of a map through a function; entries that it leaves alone are shared. */
const mapEntries = (node: MapNode, change: (name: string, entry: Entry) => Node): MapNode => {
  const changed: Array<readonly [string, Entry]> = []
  for (const [name, entry] of node.entries) {
    const value = change(name, entry)
    if (value !== entry.value) changed.push([name, { key: entry.key, value }])
  }
  return changed.length === 0 ? node : withEntries(node, changed)
}

const wrap = (name: string, entry: Entry): MapNode =>
  map(entry.value, new Map([[name, { key: entry.value, value: entry.value }]]))

const emptyMap = (node: Node): MapNode => map(node, new Map())

/** A flag that is a plain value or a list is its default. */
const coerceFlag = (name: string, entry: Entry): Node =>
  name === "$include" || entry.value.kind === "map" ? entry.value : wrap("default", entry)

/** Flags in the one form that is decoded, a map of maps; a value alone is the value of its flag. What is no mapping is told and left out. */
export const coerceFlags = (node: Node, findings: Findings): Node => {
  if (isNull(node)) return emptyMap(node)
  if (node.kind === "map") return mapEntries(node, coerceFlag)
  findings.misfit(node, `invalid flags value ${shortRepr(toValue(node))}: expected a mapping of flag names to values`)
  return emptyMap(node)
}

const coerceAttributes = (node: MapNode, findings: Findings): MapNode =>
  node.entries.has("flags")
    ? mapEntries(node, (name, entry) => (name === "flags" ? coerceFlags(entry.value, findings) : entry.value))
    : node

/** An operation that is a string is its `main`; one of which nothing is said has no attributes. */
const coerceOperation = (name: string, entry: Entry, findings: Findings): Node => {
  const node = entry.value
  if (name === "$include") return node
  if (node.kind === "map") return coerceAttributes(node, findings)
  if (isNull(node)) return emptyMap(node)
  if (node.kind === "scalar" && typeof node.value === "string") return wrap("main", entry)
  findings.misfit(
    node,
    `invalid value for operation '${name}' ${shortRepr(toValue(node))}: expected a string or a mapping of attributes`
  )
  return emptyMap(node)
}

const coerceOperations = (node: Node, findings: Findings): Node => {
  if (isNull(node)) return emptyMap(node)
  if (node.kind === "map") return mapEntries(node, (name, entry) => coerceOperation(name, entry, findings))
  findings.misfit(
    node,
    `invalid operations value ${shortRepr(toValue(node))}: expected a mapping of names to operations`
  )
  return emptyMap(node)
}

const coerceMapping = (name: string, node: Node, findings: Findings): Node => {
  if (isNull(node)) return emptyMap(node)
  if (node.kind !== "map") {
    findings.misfit(node, `invalid ${name} value ${shortRepr(toValue(node))}: expected a mapping`)
    return emptyMap(node)
  }
  return name === "operation-defaults" ? coerceAttributes(node, findings) : node
}

/**
 * A model or config with its short forms written out, so that what it inherits can be merged into it: operations are maps of
 * attributes and flags are maps with a `default`.
 */
export const coerceItem = (item: MapNode, findings: Findings): MapNode =>
  mapEntries(item, (name, entry) => {
    switch (name) {
      case "operations":
        return coerceOperations(entry.value, findings)
      case "flags":
        return coerceFlags(entry.value, findings)
      case "operation-defaults":
      case "params":
      case "resources":
        return coerceMapping(name, entry.value, findings)
      default:
        return entry.value
    }
  })

/** The type attribute of a top level item, and its name. */
export const itemName = (item: MapNode, type: "config" | "model"): string | undefined => {
  const node = get(item, type)
  if (node?.kind !== "scalar") return undefined
  return node.value === null ? "" : node.text
}
