import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import { compareRuns, runTime } from "../../../src/domain/runs/RunOrder.ts"
import { run } from "../../support/arbitraryRuns.ts"

const at = (id: string, started: number | undefined, initialized: number | undefined) => ({
  id: RunId.make(id),
  dir: `/${id}`,
  started,
  initialized
})

describe("the order of runs", () => {
  it("has the latest first, ties by id, and runs without a time last", () => {
    const rows = [at("d", undefined, undefined), at("c", 5, 1), at("b", 5, 9), at("a", undefined, 7)]
    expect(rows.sort(compareRuns).map(({ id }) => id)).toEqual(["a", "b", "c", "d"])
  })

  it("counts a run that has not started by when it was made", () => {
    expect(runTime({ started: undefined, initialized: 3 })).toBe(3)
    expect(runTime({ started: 4, initialized: 3 })).toBe(4)
  })

  it("is a total order", () => {
    const any = run("/r")
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        expect(Math.sign(compareRuns(a, b)) + Math.sign(compareRuns(b, a))).toBe(0)
        expect(compareRuns(a, b) === 0).toBe(a.dir === b.dir && runTime(a) === runTime(b))
        if (compareRuns(a, b) <= 0 && compareRuns(b, c) <= 0) expect(compareRuns(a, c)).toBeLessThanOrEqual(0)
      })
    )
  })
})
