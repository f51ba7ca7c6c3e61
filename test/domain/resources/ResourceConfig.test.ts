import { describe, expect, it } from "vitest"
import { pyJson } from "../../../src/domain/text/PyJson.ts"
import { applyConfig } from "../../../src/domain/resources/ResourceConfig.ts"
import { float } from "../../../src/domain/Value.ts"

const CONFIG = { a: 1, b: 2, c: { d: 3 } }

describe("applying values to a configuration", () => {
  it("sets names as they are and through their dots", () => {
    expect(applyConfig(CONFIG, { a: 11, b: "22", "c.d": 33 })).toEqual({ a: 11, b: "22", c: { d: 33 } })
    expect(applyConfig({ "c.d": 1 }, { "c.d": 2 })).toEqual({ "c.d": 2 })
  })

  it("makes what is missing on the way", () => {
    expect(applyConfig({ a: 1 }, { "x.y.z": 2, "a.b": 3 })).toEqual({ a: { b: 3 }, x: { y: { z: 2 } } })
  })

  it("changes nothing for values that are not set", () => {
    expect(applyConfig(CONFIG, { a: null, "c.d": null })).toEqual(CONFIG)
  })

  it("does not touch what every object inherits", () => {
    const result = applyConfig({}, JSON.parse('{"__proto__.polluted": 1}'))
    expect(Object.hasOwn(result, "__proto__")).toBe(true)
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false)
  })
})

describe("JSON as Python writes it", () => {
  it("sorts keys, keeps 1.0 apart from 1 and is ASCII", () => {
    expect(pyJson({ lr: float(0.05), "batch-size": 200, one: float(1), list: [true, null, "é\n"] })).toBe(
      '{"batch-size": 200, "list": [true, null, "\\u00e9\\n"], "lr": 0.05, "one": 1.0}'
    )
    expect(pyJson([float(Number.NaN), float(-Infinity), 10n ** 20n])).toBe("[NaN, -Infinity, 100000000000000000000]")
  })
})
