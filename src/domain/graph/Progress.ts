import type { Graph } from "./Graph.ts"

/**
 * How far a graph has come: which nodes can start, which wait, which have ended. Each end costs time in proportion to the nodes
 * that need the one that ended; over a whole graph that is one look at each need.
 *
 * Laws, held by `test/properties/Graph.test.ts`: a node becomes ready once at most, after everything it needs has ended well; one
 * that is cancelled never does.
 */
export class Progress {
  private readonly graph: Graph
  private readonly waitingFor: Int32Array
  private readonly over: Uint8Array
  private readonly ready: Array<number> = []
  /** Where the next ready node stands; those before it have been taken. */
  private head = 0

  constructor(graph: Graph) {
    this.graph = graph
    this.waitingFor = Int32Array.from(graph.needs, (needs) => needs.length)
    this.over = new Uint8Array(graph.ids.length)
    graph.needs.forEach((needs, index) => {
      if (needs.length === 0) this.ready.push(index)
    })
  }

  /** Takes the node that has been ready longest; `undefined` where none is. */
  take(): number | undefined {
    const index = this.ready[this.head]
    if (index === undefined) return undefined
    this.head += 1
    return this.over[index] === 1 ? this.take() : index
  }

  /** A node has ended so that what needs it may go on. */
  passed(index: number): void {
    this.over[index] = 1
    for (const dependent of this.graph.dependents[index] ?? []) {
      const left = (this.waitingFor[dependent] ?? 0) - 1
      this.waitingFor[dependent] = left
      if (left === 0 && this.over[dependent] === 0) this.ready.push(dependent)
    }
  }

  /** A node has ended so that nothing that needs it can start. Gives those nodes; each is named once, whatever else ends. */
  blocked(index: number): ReadonlyArray<number> {
    this.over[index] = 1
    const cancelled: Array<number> = []
    const left = [index]
    for (let at = left.pop(); at !== undefined; at = left.pop()) {
      for (const dependent of this.graph.dependents[at] ?? []) {
        if (this.over[dependent] === 1) continue
        this.over[dependent] = 1
        cancelled.push(dependent)
        left.push(dependent)
      }
    }
    return cancelled
  }
}
