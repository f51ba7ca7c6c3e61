import { describe, expect, it } from "vitest"
import { countTrials, searchFlags, singleRun, trialTable } from "../../../src/domain/flags/Trials.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"
import { allTrials } from "../../support/allTrials.ts"

const expand = (flags: ValueMap, batch?: ReadonlyArray<ValueMap>, maxTrials?: number, seed = 1) =>
  allTrials({ flags, batch, maxTrials, seed })
const rows = (flags: ValueMap, batch?: ReadonlyArray<ValueMap>) => trialTable(expand(flags, batch).trials).rows

const csv = [{ msg: "hello 1" }, { msg: "hello 2", loud: true }, { msg: "hello 3" }]

describe("trials", () => {
  it("are the items of a list, in its order", () => {
    expect(rows({ loud: false, msg: ["hi"] })).toEqual([["no", "hi"]])
    expect(rows({ loud: true, msg: ["c", "a", "b"] })).toEqual([
      ["yes", "c"],
      ["yes", "a"],
      ["yes", "b"]
    ])
  })

  it("are all combinations of lists, by name and then as listed", () => {
    expect(rows({ msg: ["b", "a"], loud: [false, true] })).toEqual([
      ["no", "b"],
      ["no", "a"],
      ["yes", "b"],
      ["yes", "a"]
    ])
    expect(rows({ z: [5, 6], x: [1, 2], y: [3, 4] }).map((row) => row.join(""))).toEqual([
      "135",
      "136",
      "145",
      "146",
      "235",
      "236",
      "245",
      "246"
    ])
  })

  it("are none where a list is empty", () => {
    expect(expand({ i: [], j: [1, 2] })).toEqual({ trials: [], total: 0 })
  })

  it("are one without any list", () => {
    expect(expand({ x: 1, y: "[1:2]" })).toEqual({ trials: [{ x: 1, y: "[1:2]" }], total: 1 })
  })

  it("are the entries of batch files, which go before the command's flags", () => {
    expect(rows({ loud: false, msg: "hello" }, csv)).toEqual([
      ["no", "hello 1"],
      ["yes", "hello 2"],
      ["no", "hello 3"]
    ])
    expect(rows({ loud: false, msg: ["hello 4", "hello 5"] }, csv).length).toBe(3)
  })

  it("are combined with lists that an entry leaves", () => {
    expect(rows({ loud: [true, false], msg: "hello" }, csv)).toEqual([
      ["yes", "hello 1"],
      ["no", "hello 1"],
      ["yes", "hello 2"],
      ["yes", "hello 3"],
      ["no", "hello 3"]
    ])
    expect(countTrials({ loud: [true, false], msg: "hello" }, csv)).toBe(5)
  })
})

describe("a limit on trials", () => {
  const flags = { x: [1, 2], y: [3, 4], z: [5, 6] }

  it("keeps that many, in their order, the same ones for the same seed", () => {
    const first = expand(flags, undefined, 3, 42)
    expect(first.total).toBe(8)
    expect(first.trials.length).toBe(3)
    expect(expand(flags, undefined, 3, 42)).toEqual(first)
    const all = expand(flags).trials.map((trial) => JSON.stringify(trial))
    const places = first.trials.map((trial) => all.indexOf(JSON.stringify(trial)))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(places.every((place) => place >= 0)).toBe(true)
  })

  it("keeps other trials for other seeds", () => {
    const kept = new Set(Array.from({ length: 50 }, (_, seed) => JSON.stringify(expand(flags, undefined, 2, seed))))
    expect(kept.size).toBeGreaterThan(10)
  })

  it("keeps all where there are not more", () => {
    expect(expand(flags, undefined, 20).trials.length).toBe(8)
    expect(expand(flags, undefined, 0).trials).toEqual([])
  })

  it("does not make the trials that it leaves out", () => {
    const wide = Array.from({ length: 1000 }, (_, i) => i)
    const { trials, total } = expand({ a: wide, b: wide, c: wide, d: wide }, undefined, 5)
    expect(total).toBe(1e12)
    expect(new Set(trials.map((trial) => JSON.stringify(trial))).size).toBe(5)
  })
})

describe("a batch of one", () => {
  it("from a file is a plain run", () => {
    expect(singleRun({ msg: "x", loud: false }, [{ msg: "hello 10" }])).toEqual({ msg: "hello 10", loud: false })
  })

  it("is a batch with a list, with more entries, or without a file", () => {
    expect(singleRun({ msg: "x", loud: [true] }, [{ msg: "y" }])).toBeUndefined()
    expect(singleRun({ msg: "x" }, csv)).toBeUndefined()
    expect(singleRun({ msg: "x" }, undefined)).toBeUndefined()
  })
})

describe("what an optimizer has to choose", () => {
  it("is told by name", () => {
    expect(searchFlags({ z: "uniform[1:2]", x: "[1:2]", y: [1, 2], s: "a" })).toEqual(["x", "z"])
  })
})

describe("a table of trials", () => {
  it("has a column for every flag, and empty cells", () => {
    expect(trialTable([{ b: float(1.5) }, { a: null, b: "x y" }])).toEqual({
      header: ["a", "b"],
      rows: [
        ["", "1.5"],
        ["null", "x y"]
      ]
    })
  })
})
