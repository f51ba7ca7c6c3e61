import type { GraphNode } from "../graph/Graph.ts"
import type { Value } from "../Value.ts"
import { getKey, isList, isMap, mapOf } from "../Value.ts"

/** The `pipeline_nodes` attribute of a pipeline's run: its nodes, each behind those that it needs, written before the first is run. */
export const PIPELINE_NODES = "pipeline_nodes"

export const nodesToData = (nodes: ReadonlyArray<GraphNode>): ReadonlyArray<Value> =>
  nodes.map(({ id, needs }) =>
    mapOf([
      ["node", id],
      ["needs", needs]
    ])
  )

/** Reads what `nodesToData` writes; nothing where that is not there, or something else. */
export const nodesFromData = (data: Value): ReadonlyArray<GraphNode> | undefined =>
  isList(data)
    ? data.flatMap((item) => {
        const id = isMap(item) ? getKey(item, "node") : undefined
        const needs = isMap(item) ? (getKey(item, "needs") ?? []) : []
        return typeof id === "string"
          ? [{ id, needs: isList(needs) ? needs.filter((need) => typeof need === "string") : [] }]
          : []
      })
    : undefined
