import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { comparePlot } from "../../../src/cli/render/compare-plot.ts"
import type { Cell } from "../../../src/domain/compare/CompareTable.ts"
import { float } from "../../../src/domain/Value.ts"

const PAGE = readFileSync("templates/compare-plot/plot.html", "utf8")

const flag = (value: string | number | boolean): Cell => ({ kind: "flag", value })

const table = {
  headings: ["run", "x", "loss"],
  rows: [
    [flag("a"), flag("</script><!--"), { kind: "scalar", value: float(0.5) }],
    [flag("b"), flag("\u2028$&"), { kind: "scalar", value: float(NaN) }],
    [flag("c"), undefined, undefined]
  ]
} as const

const script = (page: string): string => {
  const [, text = ""] = /<script>\n([^]*)<\/script>/.exec(page) ?? []
  return text
}

describe("a comparison as a page", () => {
  it("has its data in one script, which none of the data ends", () => {
    const page = comparePlot(PAGE, table)
    expect(page.split("</script").length).toBe(2)
    const [, json = ""] = /const DATA = (.*)/.exec(script(page)) ?? []
    expect(JSON.parse(json)).toEqual({
      headings: ["run", "x", "loss"],
      plotted: [false, true, true],
      rows: [
        ["a", "</script><!--", 0.5],
        ["b", "\u2028$&", "nan"],
        ["c", null, null]
      ]
    })
  })

  it("gives a column of numbers a scale, on which NaN has no place", () => {
    const text = script(comparePlot(PAGE, table))
    const head = text.slice(0, text.indexOf("const axes ="))
    const axes: unknown = new Function("document", `${head}; return DATA.headings.map(axisOf)`)({
      getElementById: () => null
    })
    expect(axes).toMatchObject([{ numeric: false }, { numeric: false }, { numeric: true, distinct: 2 }])
    const shares: unknown = new Function(
      "document",
      `${head}; const { at, share } = axisOf("loss", 2); return DATA.rows.map((row) => share(row[at]))`
    )({ getElementById: () => null })
    expect(shares).toEqual([0.5, undefined, undefined])
  })

  it("is a script that can be read, and takes nothing from elsewhere", () => {
    const page = comparePlot(PAGE, table)
    expect(() => new Function(script(page))).not.toThrow()
    expect(page.match(/https?:\/\/[^"]*/g)).toEqual(["http://www.w3.org/2000/svg"])
  })
})
