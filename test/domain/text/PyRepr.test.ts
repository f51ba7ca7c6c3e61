import { describe, expect, it } from "vitest"
import { pyRepr, shortRepr } from "../../../src/domain/text/PyRepr.ts"
import { float } from "../../../src/domain/Value.ts"

describe("a value as Python writes it", () => {
  it.each([
    [null, "None"],
    [true, "True"],
    [12, "12"],
    [10n ** 20n, "100000000000000000000"],
    [float(1), "1.0"],
    [float(0.1), "0.1"],
    [float(-0), "-0.0"],
    [float(1e16), "1e+16"],
    [float(1.5e-7), "1.5e-07"],
    [float(Number.NaN), "nan"],
    [float(-Infinity), "-inf"],
    ["a", "'a'"],
    ["it's", '"it\'s"'],
    ['it\'s "x"', "'it\\'s \"x\"'"],
    ["a\n\t\\\u0007é", "'a\\n\\t\\\\\\x07é'"],
    [[1, ["a"]], "[1, ['a']]"],
    [{ a: 1, "b c": null }, "{'a': 1, 'b c': None}"]
  ])("%o is %s", (value, expected) => {
    expect(pyRepr(value)).toBe(expected)
  })
})

describe("a value in a message", () => {
  it("is whole where it is short, and otherwise shown from both of its ends", () => {
    expect(shortRepr([1, "a"])).toBe("[1, 'a']")
    const long = shortRepr(Array.from({ length: 1000 }, (_, i) => i))
    expect(long).toMatch(/^\[0, 1, 2, .* \.\.\. .* 998, 999\]$/)
    expect(long.length).toBeLessThan(310)
  })
})
