import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { float } from "../../../src/domain/Value.ts"
import { jsonText } from "../../../src/domain/text/JsonText.ts"

describe("JSON for programs that a person may look at", () => {
  it("says the same as any JSON, with nothing in it that a terminal acts on", () =>
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: "binary" }), fc.string({ unit: "binary" })), (value) => {
        const text = jsonText(value)
        expect(JSON.parse(text)).toEqual(value)
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/)
      })
    ))

  it("has controls as escapes, and all other letters as they are", () => {
    expect(jsonText(["\u009b31m \u202eÄ日"])).toBe('["\\u009b31m \\u202eÄ日"]')
    expect(jsonText({ a: 1 }, 2)).toBe('{\n  "a": 1\n}')
  })

  it("is laid out as by JSON.stringify, whatever the data", () =>
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
        expect(JSON.parse(jsonText(value, indent))).toEqual(JSON.parse(JSON.stringify(value)))
        const plain = JSON.stringify(value, null, indent)
        if (!/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/.test(plain)) expect(jsonText(value, indent)).toBe(plain)
      })
    ))

  it("keeps floating point numbers apart from whole ones, and all digits of those", () => {
    expect(jsonText([1, float(1), float(0.5), float(1e-5), float(-0), float(NaN), float(Infinity)])).toBe(
      "[1,1.0,0.5,1e-05,-0.0,null,null]"
    )
    expect(jsonText({ big: 12345678901234567890n, left: undefined, none: null, is: true })).toBe(
      '{"big":12345678901234567890,"none":null,"is":true}'
    )
  })
})
