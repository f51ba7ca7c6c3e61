import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { byCodePoint } from "../../src/domain/text/PathOrder.ts"

const text = fc.string({ unit: "binary", maxLength: 6 })

describe("the order of paths", () => {
  it("is that of their UTF-8 bytes", () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byCodePoint(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))))
      })
    )
  })
})
