import { describe, expect, it } from "vitest"
import { visibleText } from "../../../src/domain/text/VisibleText.ts"

describe("text from outside", () => {
  it("has no control character left that could act on a terminal", () => {
    expect(visibleText("a\u001b[31mb\u009b0m\nc\rd\te")).toBe("a\\x1b[31mb\\x9b0m\\x0ac\\x0dd\\x09e")
    expect(visibleText("x\u202egpj.exe")).toBe("x\\u202egpj.exe")
  })

  it("is otherwise as it was", () => {
    expect(visibleText("Zoë 💡 'x' \\n")).toBe("Zoë 💡 'x' \\n")
  })
})
