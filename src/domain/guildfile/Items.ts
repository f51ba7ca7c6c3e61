import { shortRepr } from "../text/PyRepr.ts"
import { ITEM_TYPES } from "./Attributes.ts"
import type { Findings } from "./Findings.ts"
import type { MapNode, Node } from "./Node.ts"
import { isNull, map, scalar, toValue, withEntries } from "./Node.ts"

const TYPES = ITEM_TYPES.join(", ")

/** An item with operations and no type is the anonymous model. */
const typedItem = (item: Node, findings: Findings): ReadonlyArray<MapNode> => {
  if (item.kind !== "map") {
    findings.error(item, `invalid guildfile data ${shortRepr(toValue(item))}: expected a mapping`)
    return []
  }
  const types = ITEM_TYPES.filter((type) => item.entries.has(type))
  const name = types[0] === undefined ? undefined : item.entries.get(types[0])
  if (types.length > 1) {
    findings.error(item, `conflicting types (${types.join(", ")}) in ${shortRepr(toValue(item))}: expected one of them`)
    return []
  }
  if (name === undefined) {
    if (item.entries.has("operations")) return [withEntries(item, [["model", { key: item, value: scalar(item, "") }]])]
    findings.error(item, `missing required type (one of: ${TYPES}) in ${shortRepr(toValue(item))}`)
    return []
  }
  if (types[0] !== "include" && name.value.kind !== "scalar") {
    findings.error(name.value, `invalid ${types[0]} name ${shortRepr(toValue(name.value))}: expected a string`)
    return []
  }
  return [item]
}

/** The mark of a full format file that lacks its dash: it would read as operations with odd names. */
const warnOfMap = (node: MapNode, findings: Findings): void => {
  const operations = node.entries.get("operations")
  if (operations?.value.kind !== "map") return
  findings.warning(
    operations.key,
    "'operations' reads as the name of an operation here: to define a model, start its first line with '- '"
  )
}

/** The top level objects of a Guild file. A map at the top is the operations of the anonymous model; nothing is no object. */
export const topLevelItems = (root: Node, findings: Findings): ReadonlyArray<MapNode> => {
  if (isNull(root)) return []
  if (root.kind === "list") return root.items.flatMap((item) => typedItem(item, findings))
  if (root.kind === "map") {
    warnOfMap(root, findings)
    return [
      map(
        root,
        new Map([
          ["model", { key: root, value: scalar(root, "") }],
          ["operations", { key: root, value: root }]
        ])
      )
    ]
  }
  findings.error(root, `invalid guildfile data ${shortRepr(toValue(root))}: expected a mapping`)
  return []
}
