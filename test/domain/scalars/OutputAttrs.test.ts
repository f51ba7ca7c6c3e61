import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { attrFinder, attrsInLine, compileOutputAttrs } from "../../../src/domain/scalars/OutputAttrs.ts"
import type { Value } from "../../../src/domain/Value.ts"

const patterns = (config: Value) => Either.getOrThrow(compileOutputAttrs(config))

const found = (config: Value, line: string) => attrsInLine(patterns(config), line)

describe("attributes of output", () => {
  it("are none where nothing is said", () => {
    expect(found(null, "model: x")).toEqual({})
    expect(found(false, "model: x")).toEqual({})
  })

  it("are found by two groups, by a name and a group, and by named groups", () => {
    expect(found("^(\\key): (\\value)$", "model: resnet 50 ")).toEqual({ model: "resnet 50" })
    expect(found({ kind: "is a (\\w+)" }, "it is a net")).toEqual({ kind: "net" })
    expect(found(["(?P<a>\\w)-(?P<b>\\w)"], "x-y")).toEqual({ a: "x", b: "y" })
    expect(found("(?P<_val>\\w) = (?P<_key>\\w)", "v = k")).toEqual({ k: "v" })
  })

  it("are never those that a run records itself, nor names that lead elsewhere", () => {
    for (const name of ["exit_status", "cmd", "suggestions", "stopped_early", "../id", "a/b", ".hidden", ""])
      expect(found("^(.*): (\\value)$", `${name}: x`)).toEqual({})
  })

  it("are what a terminal shows, and the last of several", () => {
    expect(found({ a: "a=(\\w+)" }, "\u001b[1ma=1\u001b[0m\ra=2")).toEqual({ a: "2" })
    const finder = attrFinder(patterns({ a: "a=(\\w+)" }))
    const push = (text: string, stream: 0 | 1) => finder.push(new TextEncoder().encode(text), stream)
    push("a=on", 0)
    push("a=err\n", 1)
    push("e\n", 0)
    push("a=last", 1)
    expect(finder.end()).toEqual([["a", "last"]])
  })

  it("whose pattern is none are an error", () => {
    expect(Either.isLeft(compileOutputAttrs({ a: "(" }))).toBe(true)
    expect(Either.isLeft(compileOutputAttrs(7))).toBe(true)
  })
})
