import { describe, expect, it } from "vitest"
import { paint, wantsColor } from "../../../src/layers/terminal/Styles.ts"

describe("styles", () => {
  it("nest, each ended by its own code", () => {
    expect(paint("x", ["bold", "cyan"])).toBe("\u001b[1m\u001b[36mx\u001b[39m\u001b[22m")
    expect(paint("x", [])).toBe("x")
    expect(paint("", ["bold"])).toBe("")
  })

  it("are wanted on a terminal that has them, unless NO_COLOR says something", () => {
    expect(wantsColor(true, {})).toBe(true)
    expect(wantsColor(true, { NO_COLOR: "" })).toBe(true)
    for (const [isTerminal, env] of [
      [false, {}],
      [true, { NO_COLOR: "0" }],
      [true, { TERM: "dumb" }]
    ] as const)
      expect(wantsColor(isTerminal, env)).toBe(false)
  })
})
