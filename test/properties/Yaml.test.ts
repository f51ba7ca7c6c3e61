import { Either } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Value } from "../../src/domain/Value.ts"
import { float, mapOf } from "../../src/domain/Value.ts"
import { dumpYaml, dumpYamlFlow, parseYaml } from "../../src/domain/yaml/Yaml.ts"
import { readDumped } from "../../src/domain/yaml/YamlDumped.ts"
import { yamlFloat } from "../../src/domain/yaml/YamlFloat.ts"
import type { BareExponents } from "../../src/domain/yaml/YamlScalar.ts"
import { yamlValue } from "../../src/domain/yaml/YamlValue.ts"
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

  const piece = fc.constantFrom(
    ...["a", "b: 1", "c-d: x y", "- e", "- f: g", "h:", "i : j", "k: -1", "l: - m", "n: o: p", "q: #r", "s: t #u"],
    ...[
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
      "&f g: h"
    ],
    ...[
      "i: *f",
      "",
      "- - a",
      "- b:",
      "'c': \"d\\x41\"",
      "e: 'f''g'",
      "- 'h: i'",
      '"j": 1e3',
      "k: []",
      "l: {}",
      "- ",
      "-"
    ],
    ...[
      "m:n",
      "o: ~",
      "p: =",
      "=: q",
      "...",
      "r: a,b]",
      "- '",
      's: "\\/"',
      "t: u:",
      "v:  w",
      "x: y ",
      "-z",
      "a: ...",
      "b: --"
    ]
  )
  const line = fc.tuple(fc.nat({ max: 4 }), piece).map(([blanks, text]) => " ".repeat(blanks) + text)
  const lines = fc.array(line, { maxLength: 8 })

  it("reads lines that end with a carriage return as it reads others", () => {
    fc.assert(
      fc.property(lines, (written) => {
        const read = (end: string) => Either.mapLeft(parseYaml(written.map((each) => each + end).join("")), String)
        expect(read("\r\n")).toEqual(read("\n"))
      }),
      { numRuns: 500 }
    )
  })

  it("is read alike by the reader of what was dumped, wherever it takes a text at all, and by the library", () => {
    const text = fc.oneof(
      lines.map((written) => written.join("\n")),
      lines.map((written) => written.map((each) => `${each}\n`).join("")),
      anyValue.map(dumpYaml),
      anyText,
      fc
        .tuple(anyValue.map(dumpYaml), fc.nat(), anyText)
        .map(([dumped, at, noise]) => dumped.slice(0, at % dumped.length) + noise + dumped.slice(at % dumped.length))
    )
    fc.assert(
      fc.property(text, fc.constantFrom<BareExponents>("float", "string"), (written, bareExponents) => {
        const dumped = readDumped(written, bareExponents)
        if (dumped !== undefined) expect([written, yamlValue(written, bareExponents)]).toEqual([written, dumped])
      }),
      { numRuns: 5000 }
    )
  })

  it("is taken by the reader of what was dumped where no text is folded or beyond ASCII", () => {
    const text = fc.stringMatching(/^[ -~]{0,60}$/)
    const value = fc.letrec<{ value: Value }>((tie) => ({
      value: fc.oneof(
        { depthSize: "small", maxDepth: 4 },
        fc.oneof(text, fc.integer(), fc.double().map(float), fc.boolean(), fc.constant(null)),
        fc.array(tie("value"), { maxLength: 4 }),
        fc.array(fc.tuple(fc.stringMatching(/^[ -~]{1,60}$/), tie("value")), { maxLength: 4 }).map(mapOf)
      )
    })).value
    fc.assert(
      fc.property(value, (written) => {
        expect(readDumped(dumpYaml(written), "string")).toEqual(written)
      }),
      { numRuns: 500 }
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
