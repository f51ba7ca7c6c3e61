import { describe, expect, it } from "vitest"
import { jsLiteral, parseNodeSource } from "../../../src/domain/script/NodeFlags.ts"
import { float } from "../../../src/domain/Value.ts"

describe("JavaScript literals", () => {
  it("are numbers, strings, booleans, null and arrays of such", () => {
    const cases = {
      "1": 1,
      "-3": -3,
      "1.0": float(1),
      "-1.5e-3": float(-0.0015),
      "1_000": 1000,
      "0xff": 255,
      true: true,
      null: null,
      "'it\\'s'": "it's",
      '"\\u0041\\x42\\n"': "AB\n",
      "`plain`": "plain",
      "[1, 'a,b', [] ]": undefined,
      "[1, 'a,b', false,]": [1, "a,b", false],
      "[]": [],
      "1 as number": 1,
      "'a' as const": "a",
      "1 satisfies number": 1
    }
    for (const [text, value] of Object.entries(cases)) expect([text, jsLiteral(text)]).toEqual([text, value])
  })

  it("are not what has to be computed", () => {
    const computed = [
      "x",
      "1 + 1",
      "f()",
      "`a${b}`",
      "{ a: 1 }",
      "undefined",
      "'a' + 'b'",
      "10n",
      "NaN",
      "-'a'",
      ".",
      "-",
      ""
    ]
    expect(computed.map(jsLiteral)).toEqual(computed.map(() => undefined))
  })
})

describe("a JavaScript module", () => {
  it("gives its first value of each name", () => {
    expect(Object.fromEntries(parseNodeSource("var a = 1\nvar a = 2\nconst b = f()").params)).toEqual({ a: 1 })
  })

  it("uses parseArgs only if it takes it from node:util", () => {
    const uses = (source: string) => parseNodeSource(source).usesParseArgs
    expect(uses("import { parseArgs } from 'node:util'")).toBe(true)
    expect(uses('const { parseArgs } = require("util")')).toBe(true)
    expect(uses("import { parseArgs } from './args.js'")).toBe(false)
    expect(uses("import util from 'node:util'")).toBe(false)
  })
})
