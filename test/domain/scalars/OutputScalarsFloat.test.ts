import { describe, expect, it } from "vitest"
import { parsePythonFloat } from "../../../src/domain/scalars/OutputScalarsFloat.ts"

describe("a number in output", () => {
  it.each([
    ["1", 1],
    ["-1.5", -1.5],
    ["+.5", 0.5],
    ["1.", 1],
    ["1e-3", 0.001],
    ["1.5E+10", 1.5e10],
    ["1_000.0_1", 1000.01],
    ["  2 ", 2],
    ["007", 7],
    ["-0", -0],
    ["1e999", Infinity],
    ["inf", Infinity],
    ["-Infinity", -Infinity],
    ["NaN", NaN],
    ["-nan", NaN]
  ])("%s is read as Python's float reads it", (text, value) => {
    expect(parsePythonFloat(text)).toBe(value)
  })

  it.each([
    "",
    " ",
    ".",
    "-",
    "e5",
    "1e",
    "0x10",
    "0b1",
    "1,5",
    "1 2",
    "_1",
    "1_",
    "1__0",
    "1._5",
    "infin",
    "nano",
    "1f"
  ])("'%s' is none", (text) => {
    expect(parsePythonFloat(text)).toBeUndefined()
  })
})
