import { Either } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { dumpYaml, dumpYamlFlow, parseYaml } from "../../src/domain/yaml/Yaml.ts"
import { yamlFloat } from "../../src/domain/yaml/YamlFloat.ts"
import { anyText, anyValue } from "./AnyValue.ts"

describe("YAML", () => {
  it("reads back every value that it writes, in either style", () =>
    fc.assert(
      fc.property(anyValue, (value) => {
        for (const text of [dumpYaml(value), dumpYamlFlow(value)])
          expect(parseYaml(text, { bareExponents: "string" })).toEqual(Either.right(value))
      }),
      { numRuns: 500 }
    ))

  it("writes ASCII only, and no control characters but line feeds", () =>
    fc.assert(
      fc.property(anyValue, (value) => {
        expect(dumpYaml(value)).toMatch(/^[\n\x20-\x7e]*$/)
      }),
      { numRuns: 300 }
    ))

  it("gives a value or an error for any text, and never breaks", () =>
    fc.assert(
      fc.property(
        fc.oneof(anyText, anyValue.map(dumpYaml)),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        (text, at, noise) => {
          const place = at % (text.length + 1)
          const result = parseYaml(text.slice(0, place) + noise + text.slice(place))
          if (Either.isLeft(result)) expect(result.left.message).toMatch(/line \d+, column \d+/)
        }
      ),
      { numRuns: 1000 }
    ))

  it("keeps every double", () =>
    fc.assert(
      fc.property(fc.double(), (value) => {
        const text = yamlFloat(value)
        if (Number.isFinite(value)) expect(Object.is(Number(text), value)).toBe(true)
        expect(text).toMatch(/^-?(\d+\.\d+(e[+-]\d\d+)?|\.inf)$|^\.nan$/)
      })
    ))
})
