import { Either } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { parseJson, printJson } from "../../../src/domain/text/JsonValue.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: "binary" }),
    fc.maxSafeInteger(),
    fc.bigInt({ min: 2n ** 60n, max: 2n ** 90n }),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => float(Object.is(number, -0) ? 0 : number)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(
      fc.string().filter((key) => key !== "__proto__"),
      tie("value"),
      { maxKeys: 4, noNullPrototype: true }
    )
  )
}))

describe("JSON values", () => {
  it("are read back as they were written, on one line", () =>
    fc.assert(
      fc.property(value, (given) => {
        const text = printJson(given)
        expect(text).not.toContain("\n")
        expect(Either.getOrThrow(parseJson(text))).toEqual(given)
      })
    ))

  it("are JSON to others", () =>
    fc.assert(fc.property(value, (given) => void expect(() => JSON.parse(printJson(given)) as unknown).not.toThrow())))

  it("have numbers without an end as Python writes them, and no other words", () => {
    expect(Either.getOrThrow(parseJson('{"NaN": [NaN, Infinity, -Infinity], "s": "NaN -Infinity"}'))).toEqual({
      NaN: [float(Number.NaN), float(Infinity), float(-Infinity)],
      s: "NaN -Infinity"
    })
    for (const text of ["[nan]", "NaNs", "[+Infinity]", "-NaN", "{NaN: 1}"])
      expect(Either.isLeft(parseJson(text)), text).toBe(true)
  })

  it("tell numbers with a point or an exponent from integers, which JSON.parse does not", () => {
    expect(Either.getOrThrow(parseJson('[1, 1.0, 1e-05, -2E3, 12345678901234567890, "1.0"]'))).toEqual([
      1,
      float(1),
      float(1e-5),
      float(-2000),
      12345678901234567890n,
      "1.0"
    ])
  })

  it("that have no JSON are null", () => expect(printJson([float(NaN), float(Infinity)])).toBe("[null, null]"))

  it("that are none are refused with what is wrong about the text as it was given", () => {
    for (const text of ["", "{", "[1,]", "nope", "{a: 1}"]) expect(Either.isLeft(parseJson(text))).toBe(true)
  })
})
