import type { Findings } from "./Findings.ts"
import type { Node } from "./Node.ts"

/** A text longer than this many characters is not read. */
export const MAX_TEXT = 16 * 1024 * 1024

/** Lists and maps may stand in each other this deep. */
export const MAX_DEPTH = 100

/** A file may have this many values once every alias is written out. */
export const MAX_VALUES = 1_000_000

/**
 * Whether a tree, its aliases written out, stays within what can be worked on; too many values are reported. Shared nodes are
 * counted once and multiplied, so this takes time in the size of the text only.
 */
export const withinBounds = (root: Node, findings: Findings): boolean => {
  const sizes = new Map<Node, number>()
  const sizeOf = (node: Node): number => {
    if (node.kind === "scalar") return 1
    const known = sizes.get(node)
    if (known !== undefined) return known
    let size = 1
    if (node.kind === "list") for (const item of node.items) size += sizeOf(item)
    else for (const entry of node.entries.values()) size += sizeOf(entry.value)
    sizes.set(node, size)
    return size
  }
  if (sizeOf(root) <= MAX_VALUES) return true
  findings.error(
    root,
    `aliases multiply to more than ${MAX_VALUES} values: write the values out, or use 'config' and 'extends'`
  )
  return false
}
