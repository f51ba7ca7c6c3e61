import { createRequire } from "node:module"
import { describe, expect, it } from "vitest"

interface FlagArgs {
  readonly decode: (text: string) => unknown
  readonly argsToFlags: (args: ReadonlyArray<string>) => {
    readonly flags: ReadonlyMap<string, unknown>
    readonly other: ReadonlyArray<string>
  }
}

const loaded: FlagArgs = createRequire(import.meta.url)("../../runtime/flag-args.cjs")
const { argsToFlags, decode } = loaded

describe("flags of a Node program", () => {
  it("are decoded as they were encoded", () => {
    const cases: ReadonlyArray<readonly [string, unknown]> = [
      ["''", ""],
      ["a b", "a b"],
      ["'''a b'''", "'a b'"],
      ["1", 1],
      ["1.0", 1],
      ["1.0e+100", 1e100],
      ["-1.5", -1.5],
      ["'1'", "1"],
      ["yes", true],
      ["no", false],
      ["null", null],
      ["['', a, 1, [2], yes, null]", ["", "a", 1, [2], true, null]],
      ["{a: 1.123, b: c d, e: yes, f: [1, 2, g h]}", { a: 1.123, b: "c d", e: true, f: [1, 2, "g h"] }],
      ['"a\\tb\\u0041"', "a\tbA"],
      ["0x1f", 31],
      ["010", 8],
      ["1e-4", 0.0001]
    ]
    for (const [text, value] of cases) expect([text, decode(text)]).toEqual([text, value])
  })

  it("are text where YAML would see more in them", () => {
    for (const text of ["1_2_3", "1:2", "12e3", "[1:2]", "a: b", "'a'b", "[1", "-", ".", "1.2.3"])
      expect(decode(text)).toBe(text)
  })

  it("are read from a command line", () => {
    const read = (...args: ReadonlyArray<string>) => {
      const { flags, other } = argsToFlags(args)
      return [Object.fromEntries(flags), other]
    }
    expect(read("a", "--foo", "123", "b")).toEqual([{ foo: 123 }, ["a", "b"]])
    expect(read("--w", "--x", "-1.123", "--y", "-zab")).toEqual([{ w: true, x: -1.123, y: true, z: "ab" }, []])
    expect(read("--foo", "123", "--", "--bar", "456")).toEqual([{ bar: 456 }, ["--foo", "123"]])
  })
})
