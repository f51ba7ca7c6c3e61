import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { printable, printableLines } from "../../../src/domain/text/Printable.ts"

describe("printable text", () => {
  it("shows escapes instead of obeying them", () => {
    expect(printable("\u001b[31mred\u0007\u001b]0;title\u0007")).toBe("\\x1b[31mred\\x07\\x1b]0;title\\x07")
    expect(printable("a\nb\tc\r")).toBe("a\\x0ab\\x09c\\x0d")
    expect(printable("evil\u202egnp.exe \u009b31m")).toBe("evil\\u202egnp.exe \\x9b31m")
  })

  it("leaves ordinary Unicode alone", () => {
    expect(printable("größe=±0.5 日本 🚀 a̐é")).toBe("größe=±0.5 日本 🚀 a̐é")
  })

  it("keeps the lines of a text of several lines", () => {
    expect(printableLines("a\r\n\tb\u001b[2J\n")).toBe("a\n\tb\\x1b[2J\n")
  })

  it("never lets a control character through, whatever the text", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
        expect(printableLines(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/)
      })
    ))
})
