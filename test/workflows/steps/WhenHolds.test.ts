import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { StepState } from "../../../src/domain/steps/StepLog.ts"
import { together } from "../../../src/workflows/steps/WhenHolds.ts"

const state = fc.constantFrom<StepState>("running", "completed", "failed", "skipped", "cancelled")

describe("the steps of a matrix as one", () => {
  it("are completed where all are, have failed where one has, and in whatever order", () => {
    fc.assert(
      fc.property(fc.array(state, { minLength: 1 }), (states) => {
        const of = (each: ReadonlyArray<StepState>) =>
          together(each.map((one) => ({ state: one, exitStatus: one === "failed" ? 3 : 0, run: undefined })))
        const all = of(states)
        expect(all?.state === "completed").toBe(states.every((each) => each === "completed"))
        expect(all?.state === "failed").toBe(states.includes("failed"))
        expect(all?.exitStatus).toBe(states.includes("failed") ? 3 : 0)
        expect(of(states.toReversed())).toEqual(all)
      })
    )
  })

  it("are nothing where there are none", () => {
    expect(together([])).toBeUndefined()
  })
})
