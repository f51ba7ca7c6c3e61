import { describe, expect, it } from "vitest"
import { tableLines } from "../../../src/domain/text/Table.ts"

const data = [
  { name: "Bob", age: 23 },
  { name: "Mary", age: 34 },
  { name: "Greg", age: 45 }
]

describe("tableLines", () => {
  it("sorts by a column, numbers as numbers", () => {
    expect(tableLines(data, ["name", "age"], { sort: "age" })).toEqual(["Bob   23", "Mary  34", "Greg  45"])
    expect(tableLines(data, ["name", "age"], { sort: "-age" })).toEqual(["Greg  45", "Mary  34", "Bob   23"])
    expect(tableLines(data, ["name", "age"], { sort: "name" })).toEqual(["Bob   23", "Greg  45", "Mary  34"])
  })

  it("keeps the order of the rows otherwise", () => {
    expect(tableLines(data, ["name"])).toEqual(["Bob", "Mary", "Greg"])
    expect(tableLines(data, ["age", "name"])).toEqual(["23  Bob", "34  Mary", "45  Greg"])
  })

  it("shows details below each row", () => {
    expect(tableLines(data.slice(0, 1), ["name"], { detail: ["age"] })).toEqual(["Bob", "  age: 23"])
  })

  it("indents every line and leaves no blanks at its end", () => {
    expect(tableLines([{ a: "x", b: "" }], ["a", "b"], { indent: 2 })).toEqual(["  x"])
  })

  it("cuts a line that is wider than the screen", () => {
    expect(tableLines([{ a: "x", b: "abcdefgh" }], ["a", "b"], { maxWidth: 8 })).toEqual(["x  abcd…"])
  })

  it("counts the columns that a terminal gives to wide, combined and composed characters", () => {
    const rows = ["漢字", "e\u0301té", "👩‍🔬", "abc"].map((name) => ({ name, value: 1 }))
    expect(tableLines(rows, ["name", "value"])).toEqual(["漢字  1", "e\u0301té   1", "👩‍🔬    1", "abc   1"])
  })

  it("cuts no character in half, and keeps to the screen's columns", () => {
    expect(tableLines([{ a: "漢字漢字" }], ["a"], { maxWidth: 4 })).toEqual(["漢…"])
    expect(tableLines([{ a: "漢字漢字" }], ["a"], { maxWidth: 8 })).toEqual(["漢字漢字"])
  })

  it("makes control characters visible, so that a label cannot move the cursor", () => {
    expect(tableLines([{ a: "\u001b[2Jx" }], ["a"])).toEqual(["\\x1b[2Jx"])
  })

  it("says nothing of no rows", () => {
    expect(tableLines([], ["a"])).toEqual([])
  })
})
