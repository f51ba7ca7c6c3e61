import { describe, expect, it } from "vitest"
import { renderSqlCsv, renderSqlJson, renderSqlTable } from "../../../src/cli/render/sql.ts"

const found = {
  columns: ["name", "n", "a,b"],
  rows: [
    ["x\u001b[31m\ny", 1, null],
    ['a "quoted", text', 0.5, Buffer.from([0, 255])],
    ["", Infinity, "last"]
  ]
}

describe("rows of a query", () => {
  it("stand in columns under their names, and no terminal acts on them", () => {
    expect(renderSqlTable(found).split("\n")).toEqual([
      "name              n         a,b",
      "x\\x1b[31m\\x0ay    1",
      'a "quoted", text  0.5       00ff',
      "                  Infinity  last"
    ])
  })

  it("are CSV that keeps commas, quotes and ends of lines", () => {
    expect(renderSqlCsv(found)).toBe(
      'name,n,"a,b"\n"x\u001b[31m\ny",1,\n"a ""quoted"", text",0.5,00ff\n,Infinity,last\n'
    )
  })

  it("are JSON, one object a row", () => {
    expect(JSON.parse(renderSqlJson(found))).toEqual([
      { name: "x\u001b[31m\ny", n: 1, "a,b": null },
      { name: 'a "quoted", text', n: 0.5, "a,b": "00ff" },
      { name: "", n: null, "a,b": "last" }
    ])
  })

  it("are a heading alone where there are none", () => {
    expect(renderSqlTable({ columns: ["id"], rows: [] })).toBe("id")
    expect(renderSqlJson({ columns: ["id"], rows: [] })).toBe("[]")
  })
})
