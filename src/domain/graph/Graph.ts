import { Either } from "effect"
import { nearest } from "../text/Nearest.ts"
import type { GraphError } from "./GraphErrors.ts"
import { DuplicateNode, GraphCycle, UnknownNeed } from "./GraphErrors.ts"

/** What a graph is made from: a node by its name, and the nodes that have to end before it can start. */
export interface GraphNode {
  readonly id: string
  readonly needs: ReadonlyArray<string>
}

/** A graph without circles. Nodes are known by their position in `ids`, which is the order that they were given in. */
export interface Graph {
  readonly ids: ReadonlyArray<string>
  readonly indexOf: ReadonlyMap<string, number>
  /** What each node needs, each once. */
  readonly needs: ReadonlyArray<ReadonlyArray<number>>
  /** What each node is needed by. */
  readonly dependents: ReadonlyArray<ReadonlyArray<number>>
}

/** A circle among nodes of which each needs another of them, as a path that ends where it began. */
const cycleAmong = (graph: Graph, stuck: ReadonlySet<number>): GraphCycle => {
  const seen = new Map<number, number>()
  const path: Array<number> = []
  let at = stuck.values().next().value
  while (at !== undefined && !seen.has(at)) {
    seen.set(at, path.length)
    path.push(at)
    at = graph.needs[at]?.find((need) => stuck.has(need))
  }
  const circle = at === undefined ? path : [...path.slice(seen.get(at)), at]
  return new GraphCycle({ path: circle.map((index) => graph.ids[index] ?? "") })
}

/** Nodes in an order in which each comes behind what it needs; shorter than the graph where there is a circle. */
export const topologicalOrder = (graph: Graph): ReadonlyArray<number> => {
  const waiting = graph.needs.map((needs) => needs.length)
  const order = waiting.flatMap((count, index) => (count === 0 ? [index] : []))
  for (let at = 0; at < order.length; at++) {
    for (const dependent of graph.dependents[order[at] ?? 0] ?? []) {
      const left = (waiting[dependent] ?? 0) - 1
      waiting[dependent] = left
      if (left === 0) order.push(dependent)
    }
  }
  return order
}

/**
 * Makes a graph of nodes. Takes time in proportion to nodes and needs. Fails where two nodes have one name, a node needs one that
 * is not there, or nodes need each other in a circle.
 */
export const makeGraph = (nodes: ReadonlyArray<GraphNode>): Either.Either<Graph, GraphError> => {
  const indexOf = new Map<string, number>()
  for (const [index, { id }] of nodes.entries()) {
    if (indexOf.has(id)) return Either.left(new DuplicateNode({ node: id }))
    indexOf.set(id, index)
  }
  const needs: Array<ReadonlyArray<number>> = []
  const dependents = nodes.map((): Array<number> => [])
  for (const [index, node] of nodes.entries()) {
    const own = new Set<number>()
    for (const need of node.needs) {
      const at = indexOf.get(need)
      if (at === undefined)
        return Either.left(new UnknownNeed({ node: node.id, need, nearest: nearest(need, indexOf.keys()) }))
      own.add(at)
    }
    needs.push([...own])
    for (const need of own) dependents[need]?.push(index)
  }
  const graph = { ids: nodes.map(({ id }) => id), indexOf, needs, dependents }
  const order = topologicalOrder(graph)
  if (order.length === nodes.length) return Either.right(graph)
  const stuck = new Set(nodes.keys())
  for (const index of order) stuck.delete(index)
  return Either.left(cycleAmong(graph, stuck))
}
