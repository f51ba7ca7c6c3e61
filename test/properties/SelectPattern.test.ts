import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { globToRegExp } from "../../src/domain/source/SelectPattern.ts"

/** Matching by trying everything: slow, short and plainly right for patterns of `*`, `?` and literals. */
const matchesPlainly = (pattern: ReadonlyArray<string>, text: ReadonlyArray<string>): boolean => {
  const [first, ...rest] = pattern
  if (first === undefined) return text.length === 0
  if (first === "*") return text.some((_, i) => matchesPlainly(rest, text.slice(i))) || matchesPlainly(rest, [])
  return text.length > 0 && (first === "?" || first === text[0]) && matchesPlainly(rest, text.slice(1))
}

const char = fc.constantFrom("a", "b", "/", ".", "\\", "$", "é", "💡")

describe("select pattern", () => {
  it("agrees with a matcher that tries everything", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(char, fc.constantFrom("*", "?")), { maxLength: 6 }),
        fc.array(char, { maxLength: 6 }),
        (pattern, text) => {
          expect(globToRegExp(pattern.join("")).test(text.join(""))).toBe(matchesPlainly(pattern, text))
        }
      )
    )
  })

  it("is valid whatever stands in the pattern", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("[", "]", "!", "-", "^", "a", "z", "\\", "&", "|"), { maxLength: 12 }),
        (chars) => {
          expect(() => globToRegExp(chars.join(""))).not.toThrow()
        }
      )
    )
  })

  it("matches itself where it is literal", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }).filter((text) => !/[*?[]/.test(text)),
        (text) => {
          expect(globToRegExp(text).test(text)).toBe(true)
        }
      )
    )
  })
})
