import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
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
})
