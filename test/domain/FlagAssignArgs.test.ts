import { describe, expect, it } from "vitest"
import { argsToFlags, globalDest } from "../../src/domain/FlagAssignArgs.ts"
import { float } from "../../src/domain/Value.ts"

describe("argsToFlags", () => {
  it.each([
    [[], {}, []],
    [["--foo", "123"], { foo: 123 }, []],
    [["other1", "--foo", "123", "--bar", "hello", "other2"], { foo: 123, bar: "hello" }, ["other1", "other2"]],
    [["--foo"], { foo: true }, []],
    [["--foo", "--bar", "1.123"], { foo: true, bar: float(1.123) }, []],
    [["-a", "bar"], { a: "bar" }, []],
    [["-abar"], { a: "bar" }, []],
    [["--x", "-1"], { x: -1 }, []],
    [["--w", "--x", "-1.123", "--y", "-zab"], { w: true, x: float(-1.123), y: true, z: "ab" }, []],
    [["--lr", "1.e-06"], { lr: float(1e-6) }, []],
    [["--switch", "no"], { switch: false }, []],
    [["--name", "Bob", "-e", "123", "-f", "--list", "[4,5,6]"], { name: "Bob", e: 123, f: true, list: [4, 5, 6] }, []],
    [["foo", "123"], {}, ["foo", "123"]],
    [["--foo", "123", "456"], { foo: 123 }, ["456"]],
    [["--foo", "123", "--"], {}, ["--foo", "123"]],
    [["--foo", "123", "--", "--bar", "456"], { bar: 456 }, ["--foo", "123"]],
    [["--foo", "123", "--", "--bar", "456", "--"], {}, ["--foo", "123", "--", "--bar", "456"]]
  ])("reads %j", (args, flags, other) => {
    expect(argsToFlags(args)).toEqual({ flags, other })
  })
})

describe("globalDest", () => {
  it("nests flags below each part of the name", () => {
    expect(globalDest("foo", {})).toEqual({ foo: {} })
    expect(globalDest("foo.bar.baz", { a: 1, b: 2 })).toEqual({ foo: { bar: { baz: { a: 1, b: 2 } } } })
  })
})
