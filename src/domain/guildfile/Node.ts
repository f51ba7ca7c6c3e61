import type { Value } from "../Value.ts"
import { mapOf } from "../Value.ts"

/** A text that nodes were read from. Offsets of nodes count into `text`. */
export interface Source {
  /** Absolute path, or a name such as `<string>`. */
  readonly path: string
  readonly text: string
}

/** Where something stands; `at` is an offset in UTF-16 units. A node made by guild itself stands where its cause does. */
export interface Place {
  readonly source: Source
  readonly at: number
}

export interface ScalarNode extends Place {
  readonly kind: "scalar"
  readonly value: null | boolean | string | Value
  /** What was written, where the value is not a string: keys keep it. */
  readonly text: string
}

export interface ListNode extends Place {
  readonly kind: "list"
  readonly items: ReadonlyArray<Node>
}

/** Entries are in the order of the file. */
export interface MapNode extends Place {
  readonly kind: "map"
  readonly entries: ReadonlyMap<string, Entry>
}

export interface Entry {
  /** Where the key stands. */
  readonly key: Place
  readonly value: Node
}

/** A piece of a Guild file that knows where it stands. Nodes may be shared (aliases) but never contain themselves. */
export type Node = ScalarNode | ListNode | MapNode

/** A value at a place; one that is made there has no spelling of its own but a text's. */
export const scalar = (place: Place, value: Value): ScalarNode => ({
  kind: "scalar",
  source: place.source,
  at: place.at,
  value,
  text: typeof value === "string" ? value : ""
})

export const list = (place: Place, items: ReadonlyArray<Node>): ListNode => ({
  kind: "list",
  source: place.source,
  at: place.at,
  items
})

export const map = (place: Place, entries: ReadonlyMap<string, Entry>): MapNode => ({
  kind: "map",
  source: place.source,
  at: place.at,
  entries
})

/** The node of an attribute, or `undefined` where it is not said. */
export const get = (node: Node | undefined, key: string): Node | undefined =>
  node?.kind === "map" ? node.entries.get(key)?.value : undefined

/** A node's value when it is a scalar that is a string. */
export const textOf = (node: Node | undefined): string | undefined =>
  node?.kind === "scalar" && typeof node.value === "string" ? node.value : undefined

export const isNull = (node: Node | undefined): boolean => node?.kind === "scalar" && node.value === null

/**
 * Whether a text in the node refers to a parameter that has no value: the node is one for others to inherit, and what it will be is
 * not known.
 */
export const isTemplate = (node: Node): boolean =>
  node.kind === "scalar"
    ? typeof node.value === "string" && /\{\{[^{}]*\}\}/.test(node.value)
    : node.kind === "list"
      ? node.items.some(isTemplate)
      : Array.from(node.entries.values()).some(({ value }) => isTemplate(value))

/** A map with some entries set, the others as they are; existing keys keep their place in the order. */
export const withEntries = (node: MapNode, entries: Iterable<readonly [string, Entry]>): MapNode => {
  const all = new Map(node.entries)
  for (const [key, entry] of entries) all.set(key, entry)
  return map(node, all)
}

/** A map that lacks these keys; the same map where it has none of them. */
export const without = (node: MapNode, ...keys: ReadonlyArray<string>): MapNode =>
  keys.some((key) => node.entries.has(key))
    ? map(node, new Map([...node.entries].filter(([key]) => !keys.includes(key))))
    : node

/** The plain data of a node. */
export const toValue = (node: Node): Value => {
  if (node.kind === "scalar") return node.value
  if (node.kind === "list") return node.items.map(toValue)
  const entries: Array<readonly [string, Value]> = []
  for (const [key, entry] of node.entries) entries.push([key, toValue(entry.value)])
  return mapOf(entries)
}

const lineStarts = new WeakMap<Source, ReadonlyArray<number>>()

/** Offsets at which the lines of a text start; worked out once for each text. */
const startsOf = (source: Source): ReadonlyArray<number> => {
  const known = lineStarts.get(source)
  if (known !== undefined) return known
  const starts = [0]
  for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) starts.push(at + 1)
  lineStarts.set(source, starts)
  return starts
}

/** Line and column of a place, both from 1; columns count UTF-16 units. */
export const position = (place: Place): { readonly line: number; readonly column: number } => {
  const starts = startsOf(place.source)
  const at = Math.min(place.at, place.source.text.length)
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if ((starts[middle] ?? 0) <= at) low = middle
    else high = middle - 1
  }
  return { line: low + 1, column: at - (starts[low] ?? 0) + 1 }
}
