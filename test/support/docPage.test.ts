import { describe, expect, it } from "vitest"
import { matchesExpected, parseDocPage } from "./docPage.ts"

describe("doc pages", () => {
  it("keep commands with their output and exit status in order", () => {
    const page = parseDocPage(
      "# T\nspec: 001, 020\nfixture: hello\n\n```console\n$ guild run\nhi\n$ false\n<exit 1>\n```\n"
    )
    expect(page.title).toBe("T")
    expect(page.spec).toEqual(["001", "020"])
    expect(page.fixture).toBe("hello")
    expect(page.steps).toEqual([
      { kind: "command", line: 6, command: "guild run", expected: "hi", exit: 0 },
      { kind: "command", line: 8, command: "false", expected: "", exit: 1 }
    ])
  })

  it("keep files that they show", () => {
    const page = parseDocPage("# T\n\n```python file=a.py\nx = 1\n```\n")
    expect(page.steps).toEqual([{ kind: "file", line: 3, name: "a.py", content: "x = 1\n" }])
  })

  it("match dots within a line, and lines where they stand alone", () => {
    expect(matchesExpected("a ... c", "a b c")).toBe(true)
    expect(matchesExpected("a ... c", "a b\nc")).toBe(false)
    expect(matchesExpected("a\n...\nd", "a\nb\nc\nd")).toBe(true)
    expect(matchesExpected("a\n...", "a\nb")).toBe(true)
    expect(matchesExpected("a\nb", "a\nc")).toBe(false)
    expect(matchesExpected("a\nb", "ab")).toBe(false)
  })
})
