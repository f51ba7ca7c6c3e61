import { describe, expect, it } from "vitest"
import type { FlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { implicitSearch } from "../../../src/domain/flags/ImplicitSearch.ts"
import { float } from "../../../src/domain/Value.ts"

const choice = (value: string) => ({ value, description: "", alias: undefined, flags: {} })
const flag = (name: string, more: Partial<FlagDef>): FlagDef => ({ ...emptyFlagDef(name), ...more })

const defs = [
  flag("rate", { min: float(0.001), max: float(1), distribution: "log-uniform" }),
  flag("layers", { min: 1, max: 8 }),
  flag("drop", { min: 0, max: 1, type: "float" }),
  flag("kind", { choices: [choice("a"), choice("b")] }),
  flag("open", { choices: [choice("a"), choice("b")], allowOther: true }),
  flag("low", { min: 0 })
]
const flags = { rate: float(0.1), layers: 3, drop: float(0.5), kind: "a", open: "a", low: 1 }

describe("implicit search", () => {
  it("takes bounds and choices for the space, and the value for the start", () => {
    expect(implicitSearch(defs, {}, flags)).toEqual({
      rate: "loguniform[0.001:1.0:0.1]",
      layers: "[1:8:3]",
      drop: "[0.0:1.0:0.5]",
      kind: ["a", "b"],
      open: "a",
      low: 1
    })
  })

  it("leaves alone what the user gave", () => {
    expect(implicitSearch(defs, { layers: 5, kind: "b" }, { ...flags, layers: 5, kind: "b" })).toMatchObject({
      layers: 5,
      kind: "b",
      drop: "[0.0:1.0:0.5]"
    })
  })

  it("stands back where something is searched already", () => {
    const given = { layers: "[2:4]" }
    expect(implicitSearch(defs, given, { ...flags, ...given })).toEqual({ ...flags, ...given })
    expect(implicitSearch(defs, {}, { ...flags, kind: ["a"] })).toEqual({ ...flags, kind: ["a"] })
  })
})
