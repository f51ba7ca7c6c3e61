import { describe, expect, it } from "@effect/vitest"
import fc from "fast-check"
import { mergeIndex } from "../../../src/domain/publish/IndexText.ts"

const table = (...ids: ReadonlyArray<string>): string =>
  `# Published runs\n\n| ID | Label |\n| -- | ----- |\n${ids.map((id) => `| ${id} | |\n`).join("")}`
const list = (...ids: ReadonlyArray<string>): string => ids.map((id) => `- ${id}\n`).join("")

describe("the text of an index", () => {
  it("is what is generated where nothing was there, and where nothing was written beside it", () => {
    expect(mergeIndex(undefined, "", table("a"))).toBe(table("a"))
    expect(mergeIndex(table("a"), table("a"), list("a"))).toBe(list("a"))
    expect(mergeIndex(table("a"), "", table("b", "a"))).toBe(table("b", "a"))
  })

  it("keeps what is around the generated part, of whatever form that is", () => {
    const text = fc.string({ unit: fc.constantFrom("a", " ", "|", "\n", "#", "-") })
    const ids = fc.array(fc.constantFrom("x1", "x2", "x3"), { minLength: 1 })
    fc.assert(
      fc.property(text, text, ids, ids, fc.constantFrom(table, list), (before, after, old, now, form) => {
        const present = `${before}\n${form(...old)}\n${after}`
        expect(mergeIndex(present, form(...old), form(...now))).toBe(`${before}\n${form(...now)}\n${after}`)
      })
    )
  })

  it("replaces only the table where the rest was edited, or what was generated is not known", () => {
    const mine = (rows: string) => `# Mine\n\n| Other |\n| - |\n\n| ID | Label |\n| -- | ----- |\n${rows}\nEnd.\n`
    expect(mergeIndex(mine("| a | |\n"), table("a"), table("b", "a"))).toBe(mine("| b | |\n| a | |\n"))
    expect(mergeIndex(mine("| a | |\n"), "", table())).toBe(mine(""))
  })

  it("comes after a text in which nothing of it is found, and only once", () => {
    expect(mergeIndex("# Mine\n", "", list("a"))).toBe(`# Mine\n\n${list("a")}`)
    expect(mergeIndex(`# Mine\n\n${list("a")}`, "", list("a"))).toBe(`# Mine\n\n${list("a")}`)
  })
})
