import { describe, expect, it } from "vitest"
import { mergeResolved, pathsBefore, withoutPaths, withPaths } from "../../../src/domain/resources/ResolvedDeps.ts"

const data = { name: "data" }
const file = { uri: "file:data.txt" }
const other = { uri: "url:http://host/x" }

describe("what a run's dependencies came to", () => {
  it("is known by resource and source, and not from an attribute of another form", () => {
    const deps = withPaths(withPaths({}, data, file, ["a"]), data, other, ["b"])
    expect(deps).toEqual({ data: { "file:data.txt": ["a"], "url:http://host/x": ["b"] } })
    expect(pathsBefore(deps, data, file)).toEqual(["a"])
    for (const known of [undefined, null, ["a"], { data: ["a"] }, { data: { other: ["a"] } }])
      expect(pathsBefore(known, data, file)).toBeUndefined()
  })

  it("has each path of a source once that took several parts", () => {
    const deps = withPaths(withPaths({}, data, file, ["a", "b"]), data, file, ["b", "c"])
    expect(pathsBefore(deps, data, file)).toEqual(["a", "b", "c"])
  })

  it("loses a source that failed, and nothing else", () => {
    const deps = withPaths(withPaths({}, data, file, ["a"]), data, other, ["b"])
    expect(withoutPaths(deps, data, other)).toEqual({ data: { "file:data.txt": ["a"] } })
    expect(withoutPaths(deps, { name: "none" }, file)).toBe(deps)
  })

  it("keeps of an earlier start what this one did not come to", () => {
    const known = { data: { "file:data.txt": ["a"], kept: ["k"] }, earlier: { x: ["y"] } }
    const now = withPaths({}, data, file, ["z"])
    expect(mergeResolved(known, now)).toEqual({
      data: { "file:data.txt": ["z"], kept: ["k"] },
      earlier: { x: ["y"] }
    })
  })
})
