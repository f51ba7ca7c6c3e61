import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { cell, fenced, pathText, pathUrl } from "../../../src/domain/publish/Markdown.ts"

/** Where a table's row is cut: at bars that have an even number of backslashes before them. */
const bars = (row: string): number => [...row.matchAll(/(?<!\\)(?:\\\\)*\|/g)].length

const text = fc.string({
  unit: fc.constantFrom("a", "|", "\\", "`", "\n", "\r", "[", "]", "(", ")", "<", "\u001b", " ")
})

describe("users' text in Markdown", () => {
  it("never ends its cell of a table", () => {
    fc.assert(
      fc.property(text, (any) => {
        for (const made of [cell(any), pathText(any), pathUrl(any)]) {
          expect(bars(made)).toBe(0)
          expect(made).not.toMatch(/[\n\r\u001b]/)
        }
      })
    )
  })

  it("leaves plain paths as they are", () => {
    for (const path of ["a/b-c_d.txt", "été.png", "a+b=c,d@e~f.csv"])
      expect([pathText(path), pathUrl(path)]).toEqual([path, path])
  })

  it("keeps a path within its link", () => {
    expect(pathText("a](b) <c>|.txt")).toBe("a\\](b) \\<c>\\|.txt")
    expect(pathUrl("a](b) <c>|#50%?.txt")).toBe("a%5D%28b%29%20%3Cc%3E%7C%2350%25%3F.txt")
  })

  it("gives back the path that a link's target was made of", () => {
    fc.assert(
      fc.property(text, (path) => {
        expect(decodeURIComponent(pathUrl(path))).toBe(path)
      })
    )
  })

  it("fences code by more backticks than are in it", () => {
    expect(fenced("")).toBe("```\n```")
    expect(fenced("x: 1")).toBe("```\nx: 1\n```")
    expect(fenced("a\n````\nb\n")).toBe("`````\na\n````\nb\n`````")
    fc.assert(
      fc.property(text, (any) => {
        const fence = /^`+/.exec(fenced(any))?.[0] ?? ""
        expect(any).not.toContain(fence)
        expect(fenced(any).endsWith(`\n${fence}`)).toBe(true)
      })
    )
  })
})
