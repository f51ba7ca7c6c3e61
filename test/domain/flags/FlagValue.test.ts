import { describe, expect, it } from "vitest"
import { decodeFlagValue, encodeFlagValue, flagSpelling } from "../../../src/domain/flags/FlagValue.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const decode = (text: string) => decodeFlagValue(text).value
const floats = (...values: ReadonlyArray<number>) => values.map(float)

describe("encoding a flag value", () => {
  it.each<readonly [Value, string]>([
    ["", "''"],
    ["a", "a"],
    ["a b", "a b"],
    ["'a b'", "'''a b'''"],
    ["2018_06_26", "'2018_06_26'"],
    [1, "1"],
    [float(1), "1.0"],
    [float(12e3), "12000.0"],
    [float(1.234e-2), "0.01234"],
    [float(1e100), "1.0e+100"],
    [float(1 / 3), "0.3333333333333333"],
    ["1", "'1'"],
    ["1.1", "'1.1'"],
    ["1.2e3", "'1.2e3'"],
    ["12e3", "'12e3'"],
    ["-1.23e-2", "'-1.23e-2'"],
    ["'1'", "'''1'''"],
    [true, "yes"],
    [false, "no"],
    [null, "null"],
    [[], "[]"],
    [["", "a", 1, float(1), float(1 / 3), true, false, null], "['', a, 1, 1.0, 0.3333333333333333, yes, no, null]"],
    [{}, "{}"],
    [{ a: float(1.123), b: "c d", e: true, f: [1, 2, "g h"] }, "{a: 1.123, b: c d, e: yes, f: [1, 2, g h]}"],
    [["a,b", "[1:2]", "x: y"], "['a,b', '[1:2]', 'x: y']"],
    ["[1:100]", "[1:100]"],
    ["uniform[1:2]", "uniform[1:2]"],
    ["range[1:2]", "'range[1:2]'"],
    ["[1] * 2", "'[1] * 2'"],
    ["é", "é"],
    ["a\nb", '"a\\nb"'],
    ["\x1b[31m", '"\\e[31m"']
  ])("%j gives %s, and that the same again", (value, text) => {
    expect(encodeFlagValue(value)).toBe(text)
    expect(decodeFlagValue(text)).toEqual({ value, warnings: [] })
  })
})

describe("decoding a flag value", () => {
  it("keeps every digit of a large whole number", () => {
    expect(decode("9007199254740993")).toBe(9007199254740993n)
    expect(encodeFlagValue(9007199254740993n)).toBe("9007199254740993")
  })

  it("keeps the lines of a text, unless it is in quotes or is no text", () => {
    expect(["two\nlines", "two\r\nlines ", "a\n"].map((text) => decodeFlagValue(text).value)).toEqual([
      "two\nlines",
      "two\r\nlines ",
      "a\n"
    ])
    expect(["'two\n  lines'", "- a\n- b", "1\n"].map((text) => decodeFlagValue(text).value)).toEqual([
      "two lines",
      ["a", "b"],
      1
    ])
  })

  it("keeps nothing as the empty text", () => {
    expect(decode("")).toBe("")
  })

  it("lets a function without a name pass as text", () => {
    expect(decode("[1:2]")).toBe("[1:2]")
  })

  it.each([
    ["[1] * 2", [1, 1]],
    ["[1]*2", [1, 1]],
    [" [1] * 2 ", [1, 1]],
    ["[] * 2", []],
    ["[1] * 0", []],
    ["[1,2] * 2", [1, 2, 1, 2]]
  ])("repeats the list in %j", (text, value) => {
    expect(decode(text)).toEqual(value)
  })

  it.each([
    ["range[1:5]", [1, 2, 3, 4, 5]],
    ["range[0:5:2]", [0, 2, 4]],
    ["range[5:1:-1]", [5, 4, 3, 2, 1]],
    ["range[1:5:0.5]", floats(1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)],
    ["range[1e-5:1e-4:1e-5]", floats(1e-5, 2e-5, 3e-5, 4e-5, 5e-5, 6e-5, 7e-5, 8e-5, 9e-5, 1e-4)],
    ["range[10]", [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
    ["linspace[1:5]", floats(1, 2, 3, 4, 5)],
    ["linspace[1:10]", floats(1, 3.25, 5.5, 7.75, 10)],
    ["linspace[1:10:10]", floats(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)],
    ["linspace[1e-2:1e-1:10]", floats(0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1)],
    ["logspace[1:5]", floats(10, 100, 1000, 10000, 100000)],
    ["logspace[-5:0:6]", floats(1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1)],
    ["logspace[0:3:4:2]", floats(1, 2, 4, 8)],
    ["geomspace[1:1000:4]", floats(1, 10, 100, 1000)]
  ])("expands %s", (text, value) => {
    expect(decodeFlagValue(text)).toEqual({ value, warnings: [] })
  })

  it.each([
    ["range[1:5:1:2:3]", [1, 2, 3, 4, 5], "unsupported arguments for range function: (2, 3) - ignoring"],
    [
      "linspace[1:5:5:hello:456]",
      floats(1, 2, 3, 4, 5),
      "unsupported arguments for linspace function: ('hello', 456) - ignoring"
    ],
    [
      "logspace[0:3:4:2:456:hello]",
      floats(1, 2, 4, 8),
      "unsupported arguments for logspace function: (456, 'hello') - ignoring"
    ],
    ["range[foo:bar]", "range[foo:bar]", "error decoding 'range[foo:bar]': invalid arg 'foo': expected a number"],
    ["range[5:1]", [], "'range[5:1]' has no values"],
    ["range[]", "range[]", "error decoding 'range[]': function requires at least 1 arg(s)"],
    ["linspace[]", "linspace[]", "error decoding 'linspace[]': function requires at least 2 arg(s)"],
    ["linspace[1:bar]", "linspace[1:bar]", "error decoding 'linspace[1:bar]': invalid arg 'bar': expected a number"],
    ["logspace[]", "logspace[]", "error decoding 'logspace[]': function requires at least 2 arg(s)"],
    ["logspace[1:bar]", "logspace[1:bar]", "error decoding 'logspace[1:bar]': invalid arg 'bar': expected a number"]
  ])("warns of what is wrong with %s", (text, value, warning) => {
    expect(decodeFlagValue(text)).toEqual({ value, warnings: [warning] })
  })

  it("refuses sequences that would fill the memory", () => {
    for (const text of ["range[1:1000000000]", "[1,2] * 10000000", "linspace[0:1:99999999]", "range[1:2:0]"])
      expect([decode(text), decodeFlagValue(text).warnings.length]).toEqual([text, 1])
  })

  it("keeps numbers with underscores or colons as text", () => {
    expect(["1_2_3", "1.1_2", "1:2", "12:30:59"].map(decode)).toEqual(["1_2_3", "1.1_2", "1:2", "12:30:59"])
  })

  it("keeps what may be a short run id as text", () => {
    const ids = ["67217e15", "1e234567", "1234e567", "1e2", "12e3", "123e4", "1234e5", "12345e6", "123456e7"]
    expect(ids.map(decode)).toEqual(ids)
  })

  it("keeps eight digits that look octal or binary as text, which no shorter or longer ones are", () => {
    expect(["01234567", "00000000", "0b010101"].map(decode)).toEqual(["01234567", "00000000", "0b010101"])
    expect(["0123456", "012345670", "0b0101", "012345678"].map(decode)).toEqual([0o123456, 0o12345670, 5, "012345678"])
  })

  it("takes other exponents for floats", () => {
    expect(["1234567e8", "+12345e6", "123456E7", "1.23455e6", "1e2345671"].map(decode)).toEqual(
      floats(1234567e8, 12345e6, 123456e7, 1.23455e6, Infinity)
    )
  })

  it("takes what is no YAML as it is", () => {
    expect(["a: b: c", "[1, 2", "'a", "{", "*x", "@x", "%d"].map(decode)).toEqual([
      "a: b: c",
      "[1, 2",
      "'a",
      "{",
      "*x",
      "@x",
      "%d"
    ])
  })
})

describe("a flag value where a name is meant", () => {
  const spelling = (text: string) => flagSpelling(text, decode(text))

  it.each<readonly [string, Value]>([
    ["0123", "0123"],
    ["0b01", "0b01"],
    ["1234567e9", "1234567e9"],
    ["yes", "yes"],
    ["[0123, 12e3, 0ab, 12]", ["0123", "12e3", "0ab", 12]],
    ["[010] * 2", ["010", "010"]]
  ])("is %s as it is written", (text, value) => expect(spelling(text)).toEqual(value))

  it.each<readonly [string, Value]>([
    ["12345678", 12345678],
    ["da39492a", "da39492a"],
    ["'0123'", "0123"],
    ["null", null],
    ["", ""],
    ["[1:2]", "[1:2]"],
    ["range[1:3]", [1, 2, 3]]
  ])("is %j what it is elsewhere", (text, value) => {
    expect(spelling(text)).toEqual(value)
    expect(decode(text)).toEqual(value)
  })
})
