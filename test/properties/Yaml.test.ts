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

  it("reads lines that end otherwise, which take the long way, as it reads simple ones", () => {
    const piece = fc.constantFrom(
      "a",
      "b: 1",
      "c-d: x y",
      "- e",
      "- f: g",
      "h:",
      "i : j",
      "k: -1",
      "l: - m",
      "n: o: p",
      "q: #r",
      "s: t #u",
      "v: 'w'",
      "x: [y,",
      "z]",
      "? a",
      ": b",
      "yes:",
      "<<: {c: 1}",
      "$include: d",
      "1: 2.5",
      "---",
      "e: |",
      "&f g: h",
      "i: *f",
      ""
    )
    const line = fc.tuple(fc.nat({ max: 4 }), piece).map(([blanks, text]) => " ".repeat(blanks) + text)
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const read = (end: string) =>
          Either.mapLeft(parseYaml(lines.map((each) => each + end).join("")), ({ column, context, line, reason }) => [
            context,
            reason,
            line,
            column
          ])
        expect(read("\n")).toEqual(read("\r\n"))
      }),
      { numRuns: 1500 }
    )
  })

  it("keeps every double", () =>
    fc.assert(
      fc.property(fc.double(), (value) => {
        const text = yamlFloat(value)
        if (Number.isFinite(value)) expect(Object.is(Number(text), value)).toBe(true)
        expect(text).toMatch(/^-?(\d+\.\d+(e[+-]\d\d+)?|\.inf)$|^\.nan$/)
      })
    ))
})
