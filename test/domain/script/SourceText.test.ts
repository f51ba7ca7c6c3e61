import { describe, expect, it } from "vitest"
import { sourceText } from "../../../src/domain/script/SourceText.ts"

const latin = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0))

describe("the text of a script", () => {
  it.each([
    ["latin-1", "# -*- coding: latin-1 -*-\nname = 'caf\xe9'\n"],
    ["latin-1 with control characters", "# coding=iso_8859_1\nname = '\x85'\n"],
    ["what its second line names", "#!/usr/bin/env python\n# vim: set fileencoding=latin1 :\nname = '\xe9'\n"],
    ["what a line behind an empty one names", "\n# coding: l1\nname = '\xe9'\n"]
  ])("is read in %s", (_, text) => {
    expect(sourceText(latin(text), "python")).toBe(text)
  })

  it("is read in a code page of Windows", () => {
    expect(sourceText(latin("# coding: cp1252\nprice = '\x80'\n"), "python")).toBe(
      "# coding: cp1252\nprice = '\u20ac'\n"
    )
    expect(sourceText(latin("# coding: cp1251\nname = '\xe4'\n"), "python")).toBe("# coding: cp1251\nname = '\u0434'\n")
  })

  it.each([
    ["it names none", "name = 'caf\u00e9'\n"],
    ["its third line names one", "\n\n# coding: latin-1\nname = '\u00e9'\n"],
    ["code stands before the line that names one", "x = 1\n# coding: latin-1\nname = '\u00e9'\n"],
    ["what it names is unknown", "# coding: klingon\nname = '\u00e9'\n"],
    ["a text in it only looks like one", "s = 'coding: latin-1'\nname = '\u00e9'\n"]
  ])("is UTF-8 where %s", (_, text) => {
    expect(sourceText(new TextEncoder().encode(text), "python")).toBe(text)
  })

  it("is UTF-8 in other languages", () => {
    const text = "# coding: latin-1\nname <- '\u00e9'\n"
    expect(sourceText(new TextEncoder().encode(text), "r")).toBe(text)
  })
})
