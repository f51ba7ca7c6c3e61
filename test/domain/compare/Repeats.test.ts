import { describe, expect, it } from "vitest"
import type { Cell } from "../../../src/domain/compare/CompareTable.ts"
import { mergeRepeats } from "../../../src/domain/compare/Repeats.ts"
import { float } from "../../../src/domain/Value.ts"

const loss = (value: number): Cell => ({ kind: "scalar", value: float(value) })
const run = (value: string): Cell => ({ kind: "attr", value })

describe("repeated runs", () => {
  it("are one row with the mean of their scalars and its deviation", () =>
    expect(
      mergeRepeats(
        {
          headings: ["run", "loss"],
          rows: [
            [run("a"), loss(1)],
            [run("b"), loss(7)],
            [run("c"), loss(4)],
            [run("d"), undefined],
            [run("e"), loss(NaN)]
          ]
        },
        ["x", "y", "x", "x", "x"]
      )
    ).toEqual({
      headings: ["run", "repeats", "loss", "loss sd"],
      rows: [
        [run("a"), { kind: "attr", value: 4 }, loss(2.5), loss(Math.sqrt(4.5))],
        [run("b"), { kind: "attr", value: 1 }, loss(7), undefined]
      ]
    }))

  it("leave a table without rows as it is", () =>
    expect(mergeRepeats({ headings: [], rows: [] }, [])).toEqual({ headings: [], rows: [] }))
})
