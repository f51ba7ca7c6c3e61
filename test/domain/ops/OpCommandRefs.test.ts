import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { resolveAllRefs } from "../../../src/domain/ops/OpCommandRefs.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const resolve = (vals: ValueMap) => Either.getOrThrow(resolveAllRefs(vals))

describe("references between values", () => {
  it("give the value itself where there is nothing else", () => {
    expect(resolve({ a: 1 })).toEqual({ a: 1 })
    expect(resolve({ a: "${b}", b: 1 })).toEqual({ a: 1, b: 1 })
    expect(resolve({ a: "${b}", b: "${c}", c: 1 })).toEqual({ a: 1, b: 1, c: 1 })
  })

  it("give text inside of text", () => {
    expect(resolve({ msg: "${x} + ${y} = ${z}", x: "one", y: "two", z: "three" })["msg"]).toBe("one + two = three")
    expect(resolve({ msg: "${i} ${f} ${none}", i: 1, f: float(1.2345), none: null })["msg"]).toBe("1 1.2345 null")
  })

  it("to nothing fail, unless something stands in", () => {
    expect(Either.getOrThrow(Either.flip(resolveAllRefs({ a: "${b}" })))).toMatchObject({ reference: "b" })
    expect(Either.getOrThrow(resolveAllRefs({ a: "${b}" }, "foo"))).toEqual({ a: "foo" })
    expect(Either.isLeft(resolveAllRefs({ a: "${__proto__}" }))).toBe(true)
  })

  it("in a circle fail", () => {
    expect(Either.getOrThrow(Either.flip(resolveAllRefs({ a: "${b}", b: "${a}" })))).toMatchObject({
      cycle: ["b", "a", "b"]
    })
  })
})
