import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { decodeFlagFunction, isAnonymousFunction, isSearchSpace } from "../../../src/domain/flags/FlagFunction.ts"
import { float } from "../../../src/domain/Value.ts"

describe("decodeFlagFunction", () => {
  it.each([
    ["[]", undefined, []],
    ["[1]", undefined, [1]],
    ["[1:2]", undefined, [1, 2]],
    ["[1:2:3:4:5]", undefined, [1, 2, 3, 4, 5]],
    ["uniform[-2.0:2.0]", "uniform", [float(-2), float(2)]],
    ["log-uniform[-2.0:2.0]", "log-uniform", [float(-2), float(2)]],
    ["foo.bar.baz[-2.0:2.0]", "foo.bar.baz", [float(-2), float(2)]],
    ["three_args[1:2:3]", "three_args", [1, 2, 3]],
    ["[hello:1:1.2]", undefined, ["hello", 1, float(1.2)]],
    ["[this has spaces:yes:[1,2,3]]", undefined, ["this has spaces", true, [1, 2, 3]]],
    ["myfun[this has spaces:no:[1, 2, null]]", "myfun", ["this has spaces", false, [1, 2, null]]],
    ["myfun[1e-1:1.1e-1:[1e-2, 1.1e-2]]", "myfun", [float(0.1), float(0.11), [float(0.01), float(0.011)]]],
    ["f[1.0]", "f", [float(1)]],
    ["f[1e3]", "f", [float(1000)]],
    ["[a : b : c]", undefined, ["a", "b", "c"]]
  ])("reads %s", (text, name, args) => {
    expect(Either.getOrThrow(decodeFlagFunction(text))).toEqual({ name, args })
  })

  it("reads nothing from a name with other characters, or from no brackets", () => {
    expect(Either.getOrThrow(Either.flip(decodeFlagFunction("a^z[1:2:3:4:5]"))).message).toBe("not a function")
    expect(Either.isLeft(decodeFlagFunction("uniform"))).toBe(true)
  })
})

describe("a search space", () => {
  it("is a function without a name where its arguments are of any type, and no list in sight", () => {
    const functions = ["[1:2]", "[-2.0:2.0:0.1]", "[1e-4:1e-1]", "[1 : 2]", "[hello:1:1.2]", "[a : b : c]"]
    expect([...functions, "[this has spaces:yes:[1,2,3]]"].filter((text) => !isAnonymousFunction(text))).toEqual([])
    const others = ["[1]", "[]", "[a: 1]", "[1:2, 3]", "[a:b, c:d]", "[http://x]", "['1:2']", "1:2", "[{a: 1}]"]
    expect([...others, "[[1:2], 3]", "[[a:b]]"].filter(isAnonymousFunction)).toEqual([])
  })

  it("is any function with a name, and never a value that is no text", () => {
    expect(["uniform[1:2]", "loguniform[1e-4:1]", "[1:2]"].every(isSearchSpace)).toBe(true)
    expect([1, [1, 2], "a", "a b[1:2]", null].some(isSearchSpace)).toBe(false)
  })
})
