import { readFileSync } from "node:fs"
import { resolve } from "node:path"
import { Either, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { translateRegex } from "../../../src/domain/scalars/OutputScalarsRegex.ts"

const Matches = Schema.Array(Schema.Array(Schema.NullOr(Schema.String)))
const Cases = Schema.Array(
  Schema.Tuple(Schema.String, Schema.NullOr(Schema.Array(Schema.Tuple(Schema.String, Matches))))
)

/** What Python says; see fixtures/python-re/make.py. */
const cases = Schema.decodeUnknownSync(Schema.parseJson(Cases))(
  readFileSync(resolve(import.meta.dirname, "../../../fixtures/python-re/cases.json"), "utf8")
)

const matches = (pattern: string, text: string) => {
  const { flags, source } = Either.getOrThrow(translateRegex(pattern))
  return Array.from(text.matchAll(new RegExp(source, flags)), (match) =>
    Array.from(match, (group): string | null => group ?? null)
  )
}

const reason = (pattern: string) => Either.getOrThrow(Either.flip(translateRegex(pattern)))

describe("a Python regular expression", () => {
  it("matches what it matches in Python", () => {
    for (const [pattern, samples] of cases) {
      if (samples === null || Either.isLeft(translateRegex(pattern))) continue
      for (const [text, expected] of samples) {
        expect({ pattern, text, found: matches(pattern, text) }).toEqual({ pattern, text, found: expected })
      }
    }
  })

  it("is rejected where Python rejects it, and nowhere else but for repeats that JavaScript does not have", () => {
    for (const [pattern, samples] of cases) {
      const translated = translateRegex(pattern)
      const possessive = Either.isLeft(translated) && translated.left === "possessive repeats are not supported"
      expect({ pattern, rejected: Either.isLeft(translated) }).toEqual({
        pattern,
        rejected: samples === null || possessive
      })
    }
  })

  it("holds its literal in everything that it matches", () => {
    for (const [pattern, samples] of cases) {
      const translated = translateRegex(pattern)
      if (samples === null || Either.isLeft(translated)) continue
      for (const [text] of samples) expect(text).toContain(translated.right.literal)
    }
  })

  it.each([
    ["^([^ \t]+):\\s+([0-9\\.e\\-]+)$", ":"],
    ["Epoch (?P<step>[0-9]+)", "Epoch "],
    ["ab?c", "a"],
    ["a|b", ""],
    ["(?:x|loss): ", ": "],
    ["(?i)loss", ""],
    ["lo+ss", "lo"],
    ["lo{0}ss", "ss"]
  ])("%s needs the text '%s'", (pattern, literal) => {
    expect(Either.getOrThrow(translateRegex(pattern)).literal).toBe(literal)
  })

  it("names its groups by position", () => {
    expect(Either.getOrThrow(translateRegex("(?P<a>x)(y)(?:z)(?P<__proto__>w)")).groupNames).toEqual([
      "a",
      undefined,
      "__proto__"
    ])
  })

  it("refers back to groups by number and by name", () => {
    expect(matches("(?P<q>['\"])(\\w+)(?P=q)", `'a" "b"`)).toEqual([['"b"', '"', "b"]])
    expect(matches("(a|b)\\1", "ab bb")).toEqual([["bb", "b"]])
    expect(reason("(?P=x)")).toBe("unknown group name 'x'")
    expect(reason("(a\\1)")).toBe("cannot refer to an open group")
  })

  it.each([
    ["(?P<a>x", "missing ), unterminated subpattern"],
    ["x)", "unbalanced parenthesis"],
    ["[a", "unterminated character set"],
    ["a++", "possessive repeats are not supported"],
    ["(?>a)", "atomic groups are not supported"],
    ["(a)?(?(1)b|c)", "conditional groups are not supported"],
    ["a(?i:b)", "case can only be ignored in the whole pattern, with (?i) at its start"],
    ["(?P<a>x)(?P<a>y)", "redefinition of group name 'a'"],
    ["*a", "nothing to repeat"],
    ["a{2}{3}", "multiple repeat"],
    ["a{3,2}", "min repeat greater than max repeat"],
    ["[z-a]", "bad character range z-a"],
    ["\\q", "bad escape \\q"],
    ["a\\", "bad escape (end of pattern)"]
  ])("%s is rejected: %s", (pattern, expected) => {
    expect(reason(pattern)).toBe(expected)
  })
})

describe("comments and blanks", () => {
  it("mean nothing, also before a repeat", () => {
    expect(matches("a(?#many)+", "aaa")).toEqual([["aaa"]])
    expect(matches("(?x) loss: \\ # the key\n (\\S+)", "loss: 1")).toEqual([["loss: 1", "1"]])
    expect(reason("a*(?#twice)*")).toBe("multiple repeat")
  })
})
