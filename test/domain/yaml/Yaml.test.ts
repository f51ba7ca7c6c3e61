import { Either } from "effect"
import { readFileSync } from "node:fs"
import { describe, expect, it } from "vitest"
import { float } from "../../../src/domain/Value.ts"
import { dumpYaml, dumpYamlFlow, parseYaml } from "../../../src/domain/yaml/Yaml.ts"
import { goldenValue } from "../Golden.ts"

interface Golden {
  readonly dumps: ReadonlyArray<{ readonly value: unknown; readonly block: string; readonly flow: string }>
  readonly loads: ReadonlyArray<{
    readonly text: string
    readonly value?: unknown
    readonly reason?: string
    readonly line?: number
    readonly column?: number
  }>
}

const golden: Golden = JSON.parse(readFileSync(new URL("../golden/yaml.json", import.meta.url), "utf8"))
const strict = { bareExponents: "string" } as const

/** What YAML 1.2 has otherwise: tabs between values, nothing before a colon, U+2028 as a character like others. */
const OTHERWISE = new Set([
  "-\t0.0\n...\n",
  ":[]}\u2028\n",
  '"\\u65E5\\u672C": x?\t\n',
  "0\na..1e3.\u2028\n",
  "{? '' : '/a~ea}%+/|xc9', ? \"0\\L: ?_nullz\" : {1.5%1e3_` @noz: {? \"a\\n b\" : ''}}, 'a ': -\u20280.0}\n",
  "-0.89 16350001\t6517\n.\n..\n"
])

describe("YAML against PyYAML", () => {
  it("writes the same bytes in block style", () => {
    for (const { value, block } of golden.dumps) expect(dumpYaml(goldenValue(value))).toBe(block)
  })

  it("writes the same text in flow style", () => {
    for (const { value, flow } of golden.dumps) expect(dumpYamlFlow(goldenValue(value))).toBe(flow)
  })

  it("reads the same values", () => {
    const read = golden.loads.filter(({ reason, text }) => reason === undefined && !OTHERWISE.has(text))
    expect(read.length).toBeGreaterThan(100)
    for (const { text, value } of read)
      expect([text, Either.getOrThrow(parseYaml(text, strict))]).toEqual([text, goldenValue(value)])
  })

  it("refuses the same texts, and says where", () => {
    const refused = golden.loads.filter(({ reason, text }) => reason !== undefined && !OTHERWISE.has(text))
    expect(refused.length).toBeGreaterThan(30)
    for (const { text, line, column } of refused) {
      const error = Either.getOrThrow(Either.flip(parseYaml(text, strict)))
      if (line === undefined || column === undefined) continue
      expect([text, error.line]).toEqual([text, line])
      expect(Math.abs(error.column - column)).toBeLessThanOrEqual(1)
    }
  })
})

describe("parseYaml", () => {
  it.each([
    ["plain", "a", "a"],
    ["of quotes", "''", "'"]
  ])("reads a quoted text of megabytes, %s", (_, written, read) => {
    const half = 4 * 1024 * 1024
    expect(Either.getOrThrow(parseYaml(`x: '${written.repeat(half)}'\n`))).toEqual({ x: read.repeat(half) })
  })

  it("shows a misplaced colon as PyYAML does", () => {
    expect(Either.getOrThrow(Either.flip(parseYaml("foo: 123\\mbar: 456"))).message).toBe(
      [
        "mapping values are not allowed here",
        '  in "<unicode string>", line 1, column 14:',
        "    foo: 123\\mbar: 456",
        "                 ^"
      ].join("\n")
    )
  })

  it.each([
    ["x: {exec: echo ${a}}", "a value ends before this '{' (put a value with brackets or braces in it in quotes)"],
    ["x: [run ${a}]", "expected ',' before this (put a value with brackets or braces in it in quotes)"],
    ["x: ['a' b]", "expected ',' before this (put the value in quotes)"],
    ["x: 'a' b", "a value ends before this text (put the value in quotes)"],
    ["x: [a]]", "nothing is open here that ']' would close"],
    [
      "x: {a: b: c}",
      "mapping values are not allowed here (put a value with ': ' in it in quotes, and end each name with a colon)"
    ],
    ["- a\nb: c", "a name stands where a list item is expected (indent this line as the lines that it belongs to)"]
  ])("says of %j what to do about it", (text, reason) => {
    const error = Either.getOrThrow(Either.flip(parseYaml(text)))
    expect(error.hint === undefined ? error.reason : `${error.reason} (${error.hint})`).toBe(reason)
  })

  it.each([
    [
      "a list in brackets",
      "op:\n  compare: [a,\n  b,\n# c\nd\n]\nnext: e\n",
      { op: { compare: ["a", "b", "d"] }, next: "e" }
    ],
    ["a map in braces", "op:\n  env: {\n  A: b\n  }\n", { op: { env: { A: "b" } } }],
    ["a text in quotes", "op:\n  main: 'a\n  b\nc'\nx: y\n", { op: { main: "a b c" }, x: "y" }],
    ["a quoted item", '- "a\nb"\n- c\n', ["a b", "c"]],
    ["a quoted name after a question mark", "? 'a\nb'\n: c\n", { "a b": "c" }]
  ])("takes lines that are not indented more than their name in %s, as PyYAML does", (_, text, value) => {
    expect(Either.getOrThrow(parseYaml(text))).toEqual(value)
  })

  it("ends a block of text at a quoted name that is indented less", () => {
    expect(Either.getOrThrow(parseYaml('a: |\n"b": 1\n'))).toEqual({ a: "", b: 1 })
  })

  it("gives a block of text no line feed where the file ends without one", () => {
    expect(Either.getOrThrow(parseYaml("a: |\n  b\n  c"))).toEqual({ a: "b\nc" })
    expect(Either.getOrThrow(parseYaml("a: |\n  b\n  c\n"))).toEqual({ a: "b\nc\n" })
  })

  it("takes a comment right behind a comma or a quote", () => {
    expect(Either.getOrThrow(parseYaml('a: [1,#b\n  "c"#d\n  ]\n'))).toEqual({ a: [1, "c"] })
  })

  it("refuses a colon that no name stands before", () => {
    const error = Either.getOrThrow(Either.flip(parseYaml("a: [b]: c\n")))
    expect([error.reason, error.line]).toEqual([
      "mapping values are not allowed here: no name stands before this colon",
      1
    ])
  })

  it("takes bare exponents for floats unless told otherwise", () => {
    expect(Either.getOrThrow(parseYaml("[1e-3, 1E3, 1.2e3, 5.e1]"))).toEqual([
      float(0.001),
      float(1000),
      float(1200),
      float(50)
    ])
    expect(Either.getOrThrow(parseYaml("[1e-3, 1E3, 1.2e3, 1.0e-3]", strict))).toEqual([
      "1e-3",
      "1E3",
      "1.2e3",
      float(0.001)
    ])
  })

  it("keeps timestamps and one-letter words as text", () => {
    expect(Either.getOrThrow(parseYaml("{a: 2020-01-01, y: n}"))).toEqual({ a: "2020-01-01", y: "n" })
  })

  it("makes __proto__ an ordinary key", () => {
    const value = Either.getOrThrow(parseYaml("__proto__: {polluted: yes}\n"))
    expect(Object.keys(value ?? {})).toEqual(["__proto__"])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    expect("polluted" in {}).toBe(false)
  })

  it("refuses aliases that would expand to billions of values", () => {
    const lines = Array.from({ length: 12 }, (_, i) =>
      i === 0
        ? "a0: &a0 [x, x, x, x, x, x, x, x, x]"
        : `a${i}: &a${i} [${Array(9)
            .fill(`*a${i - 1}`)
            .join(", ")}]`
    )
    expect(Either.getOrThrow(Either.flip(parseYaml(lines.join("\n")))).reason).toContain("aliases stand for more than")
  })

  it("refuses an alias of the node that it is part of", () => {
    expect(Either.isLeft(parseYaml("&a [*a]"))).toBe(true)
  })

  it("refuses nesting that would exhaust the stack", () => {
    for (const text of ["[".repeat(100_000), "{a: ".repeat(50_000), "- ".repeat(100_000)])
      expect(Either.getOrThrow(Either.flip(parseYaml(text))).reason).toContain("nesting is deeper than")
  })

  it("refuses tags that would make objects", () => {
    expect(Either.getOrThrow(Either.flip(parseYaml("!!python/object:os.system x"))).reason).toBe(
      "could not determine a constructor for the tag 'tag:yaml.org,2002:python/object:os.system'"
    )
  })

  it("names a control character without printing it", () => {
    const { message } = Either.getOrThrow(Either.flip(parseYaml("a: \x1b[31mred")))
    expect(message).toContain("unacceptable character #x001b")
    expect(message).not.toContain("\x1b")
  })
})

describe("dumpYaml", () => {
  it("quotes one-letter words that some readers take for booleans", () => {
    expect(dumpYaml({ y: 1, x: "n", N: "Y" })).toBe("'N': 'Y'\nx: 'n'\n'y': 1\n")
  })
})
