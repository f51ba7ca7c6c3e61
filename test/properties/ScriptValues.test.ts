import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { jsTopLevel, replaceJsValues } from "../../src/domain/script/JsTopLevel.ts"
import { jsLiteral } from "../../src/domain/script/NodeFlags.ts"
import { parsePythonSource } from "../../src/domain/script/PythonSource.ts"
import { parseRGlobals } from "../../src/domain/script/RGlobals.ts"
import { fromValueJson, toValueJson } from "../../src/domain/script/ValueJson.ts"
import type { Value } from "../../src/domain/Value.ts"
import { float, mapOf } from "../../src/domain/Value.ts"

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.constantFrom<Value>(null, true, false),
  fc.maxSafeInteger(),
  fc.bigInt({ min: 2n ** 60n, max: 2n ** 80n }),
  fc.double().map(float),
  fc.string({ unit: "binary" })
)

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    scalar,
    fc.array(tie("value"), { maxLength: 4 }),
    fc.array(fc.tuple(fc.oneof(fc.string(), fc.constant("__proto__")), tie("value")), { maxLength: 4 }).map(mapOf)
  )
}))

const text = fc.string({
  unit: fc.oneof(fc.constantFrom(..."'\"`\\/{}()[]=<>-#;,.\n\t $ax1"), fc.string({ maxLength: 1 })),
  maxLength: 200
})

describe("values on their way from a script", () => {
  it("keep the sign of a zero", () => {
    expect(fromValueJson(JSON.parse(JSON.stringify(toValueJson(float(-0)))))).toEqual(float(-0))
  })

  it("come back as they were, 1 and 1.0 apart", () => {
    fc.assert(
      fc.property(value, (sent) => {
        expect(fromValueJson(JSON.parse(JSON.stringify(toValueJson(sent))))).toEqual(sent)
      })
    )
  })

  it("are none where the data is of any other form", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        const read = fromValueJson(data)
        if (read !== undefined) expect(fromValueJson(toValueJson(read))).toEqual(read)
      })
    )
  })
})

describe("literals", () => {
  it("of JavaScript are read as JavaScript has them", () => {
    const plain = fc.oneof(fc.constantFrom(null, true, false), fc.maxSafeInteger(), fc.string())
    fc.assert(
      fc.property(plain, (expected) => {
        const source = `const x = ${JSON.stringify(expected)}\n`
        expect(jsTopLevel(source).map(({ start, end }) => jsLiteral(source.slice(start, end)))).toEqual([expected])
      })
    )
  })

  it("of Python are read as repr writes them", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.double({ noNaN: true, noDefaultInfinity: true }), (whole, broken) => {
        const written = String(broken).includes(".") || /e/.test(String(broken)) ? String(broken) : `${broken}.0`
        const params = parsePythonSource(`a = ${whole}\nb = ${written}\n`).params
        expect([params.get("a"), Number(params.get("b"))]).toEqual([
          whole,
          Object.is(broken, -0) ? expect.anything() : broken
        ])
      })
    )
  })
})

describe("source text of any kind", () => {
  it("is read to its end", () => {
    fc.assert(
      fc.property(text, (source) => {
        parsePythonSource(source)
        parseRGlobals(source)
        for (const { start, end } of jsTopLevel(source)) expect(start).toBeLessThan(end)
      })
    )
  })

  it("keeps its number of lines when values are replaced by shorter ones", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const source = `${before}\nconst x = [\n]\n${after}`
        const replaced = replaceJsValues(source, new Map([["x", () => "1"]]))
        expect(replaced.split("\n").length).toBe(source.split("\n").length)
      })
    )
  })
})
