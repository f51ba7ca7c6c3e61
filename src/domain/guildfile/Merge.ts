import type { Entry, MapNode, Node } from "./Node.ts"
import { map } from "./Node.ts"

/**
 * A child with what it lacks taken from its parent: maps are merged key by key, all the way down; anything else that the child
 * says stands, lists too. The child's keys come first, in its order. Pieces that only one side has are shared, not copied.
 */
export const mergeParent = (parent: Node, child: Node): Node =>
  parent.kind === "map" && child.kind === "map" && parent !== child ? mergeMaps(parent, child) : child

/** The same for two maps. */
export const mergeMaps = (parent: MapNode, child: MapNode): MapNode => {
  let entries: Map<string, Entry> | undefined
  for (const [key, inherited] of parent.entries) {
    const own = child.entries.get(key)
    if (own === undefined) (entries ??= new Map(child.entries)).set(key, inherited)
    else {
      const value = mergeParent(inherited.value, own.value)
      if (value !== own.value) (entries ??= new Map(child.entries)).set(key, { key: own.key, value })
    }
  }
  // What lacks nothing stays the same piece.
  return entries === undefined ? child : map(child, entries)
}
