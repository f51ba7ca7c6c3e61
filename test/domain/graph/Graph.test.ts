import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { makeGraph, topologicalOrder } from "../../../src/domain/graph/Graph.ts"
import { Progress } from "../../../src/domain/graph/Progress.ts"

/** `c: a b` is a node `c` that needs `a` and `b`. */
const nodes = (...lines: ReadonlyArray<string>) =>
  lines.map((line) => {
    const [id = "", needs = ""] = line.split(":")
    return { id, needs: needs.split(" ").filter((need) => need !== "") }
  })

const graphOf = (...lines: ReadonlyArray<string>) => Either.getOrThrow(makeGraph(nodes(...lines)))

const errorOf = (...lines: ReadonlyArray<string>) => {
  const made = makeGraph(nodes(...lines))
  return Either.isLeft(made) ? made.left : undefined
}

describe("a graph", () => {
  it("has an order in which each node comes behind what it needs", () => {
    const graph = graphOf("d: b c", "b: a", "c: a", "a")
    expect(topologicalOrder(graph).map((index) => graph.ids[index])).toEqual(["a", "b", "c", "d"])
  })

  it("names a circle, and no node that only leads to it", () => {
    expect(errorOf("x: a", "a: b", "b: c", "c: a")?.message).toBe(
      "these need each other and could never start: a -> b -> c -> a"
    )
    expect(errorOf("a: a")).toMatchObject({ _tag: "GraphCycle", path: ["a", "a"] })
  })

  it("names a need that is not there, and what was probably meant", () => {
    expect(errorOf("prepare", "train: prepair")?.message).toBe(
      "'train' needs 'prepair', which is not defined\nDid you mean 'prepare'?"
    )
    expect(errorOf("a", "b: something")?.message).toBe("'b' needs 'something', which is not defined")
  })

  it("does not take one name twice", () => {
    expect(errorOf("a", "a")).toMatchObject({ _tag: "DuplicateNode", node: "a" })
  })

  it("takes the names of an object's own properties for names", () => {
    const graph = graphOf("constructor: __proto__", "__proto__")
    expect(topologicalOrder(graph).map((index) => graph.ids[index])).toEqual(["__proto__", "constructor"])
  })
})

describe("the progress of a graph", () => {
  it("makes a node ready when the last that it needs has passed", () => {
    const progress = new Progress(graphOf("a", "b", "c: a b"))
    expect([progress.take(), progress.take(), progress.take()]).toEqual([0, 1, undefined])
    progress.passed(0)
    expect(progress.take()).toBe(undefined)
    progress.passed(1)
    expect([progress.take(), progress.take()]).toEqual([2, undefined])
  })

  it("names each node that a failure keeps from starting once", () => {
    const progress = new Progress(graphOf("a", "b", "c: a b", "d: c"))
    expect(progress.blocked(0)).toEqual([2, 3])
    expect(progress.blocked(1)).toEqual([])
  })
})
