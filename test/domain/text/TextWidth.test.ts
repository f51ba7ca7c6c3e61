import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { fit, textWidth, wrap } from "../../../src/domain/text/TextWidth.ts"

describe("the width of a text on a terminal", () => {
  it.each([
    ["", 0],
    ["plain", 5],
    ["日本語", 6],
    ["ｆｕｌｌ", 8],
    ["한글", 4],
    ["cafe\u0301", 4],
    ["e\u0301\u0323", 1],
    ["a\u200bb", 2],
    ["🙂", 2],
    ["👩‍👩‍👧", 2],
    ["🇩🇪", 2],
    ["❤️", 2],
    ["→…", 2],
    ["𠀀", 2]
  ])("of %j is %d", (text, width) => expect(textWidth(text)).toBe(width))

  it("is kept where a text is cut or filled", () => {
    expect(fit("日本語", 8)).toBe("日本語  ")
    expect(fit("日本語", 6)).toBe("日本語")
    expect(fit("日本語", 5)).toBe("日本…")
    expect(fit("日本語", 4)).toBe("日… ")
    expect(fit("1.5", 6, "right")).toBe("   1.5")
    expect(fit("cafe\u0301s", 5)).toBe("cafe\u0301s")
    expect(fit("anything", 0)).toBe("")
  })

  it("is never more than what was asked for, and a cut text is wrapped whole", () =>
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), fc.integer({ min: 2, max: 20 }), (text, columns) => {
        const shown = text.replace(/[\u0000-\u001f\u007f-\u009f]/g, "")
        expect(textWidth(fit(shown, columns))).toBe(columns)
        const lines = wrap(shown, columns)
        expect(lines.join("")).toBe(shown)
        for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(columns)
      })
    ))
})

describe("a text whose characters stand for themselves", () => {
  it("is as wide as it is with a mark that takes no column", () =>
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.constantFrom(..."aé日ㅏ한ｆ→…─あア、ñ🙂"),
            fc.integer({ min: 0xa0, max: 0xffff }).map((code) => String.fromCharCode(code))
          )
        ),
        (characters) => {
          const text = characters.filter((each) => !/[\p{C}\p{M}\p{Z}]/u.test(each)).join("")
          // The mark makes the whole text one that is looked at character by character.
          expect(textWidth(text)).toBe(textWidth(`${text}\u0301`) - (text === "" ? textWidth("\u0301") : 0))
        }
      )
    ))
})
