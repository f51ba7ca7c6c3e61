import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { quoteShell, splitShell } from "../../../src/domain/text/Shlex.ts"

const split = (text: string) => Either.getOrThrow(splitShell(text))

describe("splitShell", () => {
  it.each([
    ["", []],
    ["foo", ["foo"]],
    ["foo bar", ["foo", "bar"]],
    ["'foo bar'", ["foo bar"]],
    ["'foo bar' baz", ["foo bar", "baz"]],
    ["'/foo/bar'", ["/foo/bar"]],
    ["'/foo bar' baz bam", ["/foo bar", "baz", "bam"]],
    ["'\\foo\\bar'", ["\\foo\\bar"]],
    ["a''b \"\" ''", ["ab", "", ""]],
    ['"a \\"b\\" \\\\ \\n"', ['a "b" \\ \\n']],
    ["a\\ b", ["a b"]],
    ["  a\t\n b ", ["a", "b"]],
    ["a # b", ["a", "#", "b"]]
  ])("takes %j apart", (text, words) => {
    expect(split(text)).toEqual(words)
  })

  it("refuses quotes and escapes that do not close", () => {
    expect(Either.getOrThrow(Either.flip(splitShell("a 'b"))).reason).toBe("No closing quotation")
    expect(Either.getOrThrow(Either.flip(splitShell('a "b'))).reason).toBe("No closing quotation")
    expect(Either.getOrThrow(Either.flip(splitShell("a\\"))).reason).toBe("No escaped character")
  })
})

describe("quoteShell", () => {
  it.each([
    ["", "''"],
    ["foo", "foo"],
    ["foo bar", "'foo bar'"],
    ["/foo/bar", "/foo/bar"],
    ["/foo bar", "'/foo bar'"],
    ["\\foo\\bar", "'\\foo\\bar'"],
    ["D:\\foo bar", "'D:\\foo bar'"],
    ["'a b c'", "\"'a b c'\""],
    ["it's", "'it'\"'\"'s'"],
    ["$(rm)", "'$(rm)'"],
    ["'$HOME'", "''\"'\"'$HOME'\"'\"''"]
  ])("writes %j as %s", (word, quoted) => {
    expect(quoteShell(word)).toBe(quoted)
  })
})
