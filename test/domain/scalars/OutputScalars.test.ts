import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { compileOutputScalars, ignoredKeys } from "../../../src/domain/scalars/OutputScalars.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { float, mapOf } from "../../../src/domain/Value.ts"

/** A line for each pattern, with `None` for one that has no key of its own. */
const described = (config: Value) =>
  Either.getOrThrow(compileOutputScalars(config)).map(({ key, source }) => `${key ?? "None"}: ${source}`)
const failure = (config: Value) => Either.getOrThrow(Either.flip(compileOutputScalars(config)))

describe("output-scalars", () => {
  it("unset means lines of the form key: value", () => {
    expect(described(null)).toEqual(["None: ^([^ \t]+):\\s+([0-9\\.e\\-]+)$"])
  })

  it("off, or an empty list or map, means none", () => {
    expect(described(false)).toEqual([])
    expect(described([])).toEqual([])
    expect(described({})).toEqual([])
  })

  it("may be a pattern alone", () => {
    expect(described("^(\\key): (\\value)")).toEqual(["None: ^([^ \t]+): ([0-9\\.e\\-]+)"])
  })

  it("may be a map of keys to patterns, which are tried in the order of their keys", () => {
    expect(described({ step: "step=(\\d+)", loss: "loss=(\\d+\\.\\d+)" })).toEqual([
      "loss: loss=(\\d+\\.\\d+)",
      "step: step=(\\d+)"
    ])
  })

  it("may be a list of patterns and maps, which are tried in its order", () => {
    expect(described(["b: (\\step)", { a: "a: (\\value)" }, "(?P<c>\\d)"])).toEqual([
      "None: b: ([0-9]+)",
      "a: a: ([0-9\\.e\\-]+)",
      "None: (?P<c>\\d)"
    ])
  })

  it("takes keys as they are, also those that JavaScript has ideas about", () => {
    expect(described(mapOf([["__proto__", "x: (\\value)"]]))).toEqual(["__proto__: x: ([0-9\\.e\\-]+)"])
  })

  it.each<[Value, string]>([
    [true, "True"],
    [1, "1"],
    [float(0.5), "0.5"],
    [[["nested"]], "[['nested']]"],
    [{ loss: 5 }, "5"]
  ])("%j is no configuration, and the error shows it", (config, shown) => {
    const error = failure(config)
    expect(error._tag).toBe("OutputScalarsError")
    expect(error.message).toContain(`invalid output scalar config: ${shown}`)
  })

  it("names a pattern that cannot be compiled, as the user wrote it, and why", () => {
    expect(failure({ loss: "loss: (\\value" }).message).toBe(
      "invalid output scalar pattern 'loss: (\\value': missing ), unterminated subpattern"
    )
    expect(failure(["(?>\\key)"]).message).toContain("atomic groups are not supported")
  })

  it("leaves flags alone only where nobody said what the scalars are", () => {
    expect([...ignoredKeys(null, ["lr"])]).toEqual(["lr"])
    expect([...ignoredKeys("^(\\key): (\\value)", ["lr"])]).toEqual([])
  })
})
