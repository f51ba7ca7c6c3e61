import { describe, expect, it } from "vitest"
import { isEsModule, jsTopLevel, replaceJsValues } from "../../../src/domain/script/JsTopLevel.ts"

const found = (source: string) =>
  Object.fromEntries(jsTopLevel(source).map(({ name, start, end }) => [name, source.slice(start, end)]))

describe("top-level variables of a JavaScript module", () => {
  it("are declared by const, let and var, exported or not", () => {
    expect(found("const a = 1\nlet b = 2;\nvar c=3\nexport const d = 4, e = 5\nlet f")).toEqual({
      a: "1",
      b: "2",
      c: "3",
      d: "4",
      e: "5"
    })
  })

  it("are not those within functions, blocks, classes and loops", () => {
    expect(
      found(
        "function f() { const a = 1 }\nif (x) { let b = 2 }\nclass C { d = 3 }\nfor (let i = 0; i < 2; i++) {}\nconst g = 4"
      )
    ).toEqual({ g: "4" })
  })

  it("may have types", () => {
    expect(
      found(
        "const a: number = 1\nlet b: Map<string, number> = new Map(), c: () => void = () => {}\nlet d: string\nlet e!: number"
      )
    ).toEqual({ a: "1", b: "new Map()", c: "() => {}" })
  })

  it("end where the expression ends, with a semicolon or without", () => {
    expect(
      found("const a = f(1,\n 2)\nconst b = 1\n  + 2\nconst c = x\n  .y\nconst d = 1 // e\nconst g = () => {\n}\nh()")
    ).toEqual({
      a: "f(1,\n 2)",
      b: "1\n  + 2",
      c: "x\n  .y",
      d: "1",
      g: "() => {\n}"
    })
  })

  it("are not confused by strings, templates, regular expressions and comments", () => {
    const source = [
      "#!/usr/bin/env node const no = 1",
      "/* const no = 1 */ const a = 'const no = {' // const no = 1",
      "const b = `const no = ${ { x: `}` }.x } const no = 1`",
      "const c = /[/'\"{]/.test(a) / 2",
      'const d = "\\"{"'
    ].join("\n")
    expect(Object.keys(found(source))).toEqual(["a", "b", "c", "d"])
  })

  it("are not destructured", () => {
    expect(found("const { a = 1 } = x\nconst [b = 2] = y\nconst c = 3")).toEqual({ c: "3" })
  })
})

describe("replaced values", () => {
  const five = new Map([["a", () => "5"]])

  it("stand in the first declaration only, and every line keeps its number", () => {
    expect(replaceJsValues("const a = [\n1,\n2\n]\nx(a)", five)).toBe("const a = 5\n\n\n\nx(a)")
    expect(replaceJsValues("var a = 1\nvar a = 2", five)).toBe("var a = 5\nvar a = 2")
  })

  it("may hold the original", () => {
    expect(replaceJsValues("const a = {\n}", new Map([["a", (original: string) => `f(${original})`]]))).toBe(
      "const a = f({\n})"
    )
  })

  it("leave a module without the names as it is", () => {
    expect(replaceJsValues("const b = 1", five)).toBe("const b = 1")
  })
})

describe("an ES module", () => {
  it("has import, export, import.meta or a waiting top level", () => {
    const modules = ["import 'a'", "export const a = 1", "x(import.meta.url)", "await f()", "import { a } from 'b'"]
    expect(modules.map(isEsModule)).toEqual(modules.map(() => true))
  })

  it("is not what only speaks of them", () => {
    const scripts = [
      "require('import')",
      "// import 'a'",
      "const a = x.import",
      "import('a')",
      "async () => { await f() }",
      "`export`"
    ]
    expect(scripts.map(isEsModule)).toEqual(scripts.map(() => false))
  })
})
