import { describe, expect, it } from "vitest"
import { compilePatterns, globToRegExp } from "../../../src/domain/source/SelectPattern.ts"

const matches = (pattern: string, path: string, regex = false): boolean =>
  compilePatterns({ patterns: [pattern], regex })(path)

describe("select pattern", () => {
  it.each([
    ["*", "a/b/c.txt", true],
    ["*.txt", "c.txt", true],
    ["*.txt", "c.txt\n", false],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["a?c", "a💡c", true],
    ["[abc].py", "b.py", true],
    ["[!abc].py", "b.py", false],
    ["[!abc].py", "d.py", true],
    ["[a-c]x", "bx", true],
    ["[c-a]x", "bx", false],
    ["[]]", "]", true],
    ["[!]]", "]", false],
    ["[a-]", "-", true],
    ["[^a]", "^", true],
    ["[", "[", true],
    ["a[b", "a[b", true],
    ["a.b", "axb", false],
    ["a{1,2}", "aa", false],
    ["(a|b)", "a", false],
    ["a-b/c", "a-b/c", true],
    ["**", "a/b", true],
    ["", "", true]
  ])("reads %j against %j as fnmatch does: %j", (pattern, text, expected) => {
    expect(globToRegExp(pattern).test(text)).toBe(expected)
  })

  it.each([
    ["*.py", "sub/dir/a.py", true],
    ["guild.yml", "sub/guild.yml", true],
    ["/guild.yml", "sub/guild.yml", false],
    ["/guild.yml", "guild.yml", true],
    ["./guild.yml", "guild.yml", true],
    ["d1/*", "d1/d2/a.txt", true],
    ["d1/d1*", "d1/d1_1/b.txt", true],
    ["d1/*", "x/d1/a.txt", false],
    [".*", ".git", true],
    [".*", "a/.git", true],
    ["sub*", "sub/a.txt", false]
  ])("holds %j against the name or the whole path of %j: %j", (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected)
  })

  it("holds a regular expression against the start of the path", () => {
    expect(matches("d1/[^/]+$", "d1/a.txt", true)).toBe(true)
    expect(matches("d1/[^/]+$", "d1/d2/a.txt", true)).toBe(false)
    expect(matches("a", "ba", true)).toBe(false)
  })

  it("matches when any of several patterns does", () => {
    const any = compilePatterns({ patterns: ["*.py", "a.*"], regex: false })
    expect(["x.py", "a.txt", "b.txt"].map(any)).toEqual([true, true, false])
    expect(compilePatterns({ patterns: [], regex: false })("a")).toBe(false)
  })
})
