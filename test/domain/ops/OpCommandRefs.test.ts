import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { resolveRefs } from "../../../src/domain/ops/OpCommandRefs.ts"
import type { Value, ValueMap } from "../../../src/domain/Value.ts"
import { float, mapOf } from "../../../src/domain/Value.ts"

const resolveAll = (vals: ValueMap, undefinedValue?: Value) =>
  Either.map(
    Either.all(
      Object.entries(vals).map(([name, value]) =>
        Either.map(resolveRefs(value, vals, undefinedValue), (resolved) => [name, resolved] as const)
      )
    ),
    mapOf
  )

const resolve = (vals: ValueMap) => Either.getOrThrow(resolveAll(vals))

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
    expect(Either.getOrThrow(Either.flip(resolveAll({ a: "${b}" })))).toMatchObject({ reference: "b" })
    expect(Either.getOrThrow(resolveAll({ a: "${b}" }, "foo"))).toEqual({ a: "foo" })
    expect(Either.isLeft(resolveAll({ a: "${__proto__}" }))).toBe(true)
  })

  it("in a circle fail", () => {
    expect(Either.getOrThrow(Either.flip(resolveAll({ a: "${b}", b: "${a}" })))).toMatchObject({
      cycle: ["b", "a", "b"]
    })
  })
})
