import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { FlagChoice, FlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { resolveFlags, settleGiven } from "../../../src/domain/flags/FlagResolve.ts"
import type { FlagType } from "../../../src/domain/flags/FlagDef.ts"
import type { Value, ValueMap } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const def = (name: string, said: Partial<FlagDef> = {}): FlagDef => ({ ...emptyFlagDef(name), ...said })
const choice = (value: Value, said: Partial<FlagChoice> = {}): FlagChoice => ({
  value,
  description: "",
  alias: undefined,
  flags: {},
  ...said
})

const resolve = (defs: ReadonlyArray<FlagDef>, given: ValueMap, force = false) =>
  resolveFlags(defs, given, { force, operation: "op" })
const flags = (defs: ReadonlyArray<FlagDef>, given: ValueMap, force = false) =>
  Either.getOrThrow(resolve(defs, given, force)).flags
const message = (defs: ReadonlyArray<FlagDef>, given: ValueMap) =>
  Either.getOrThrow(Either.flip(resolve(defs, given))).message

describe("the flags of an entry of a batch file", () => {
  const settleEntry = (defs: ReadonlyArray<FlagDef>, given: ValueMap, force = false) =>
    Either.mapLeft(settleGiven(defs, given, { force, operation: "op" }), (error) => error._tag)
  const defs = [def("x", { type: "int", alias: "ex", min: 1 }), def("z", { choices: [choice("a")], required: true })]

  it("are coerced under their own names, and nothing is added", () => {
    expect(settleEntry(defs, { ex: "2" })).toEqual(Either.right({ x: 2 }))
    expect(settleEntry(defs, { x: "", z: [] })).toEqual(Either.right({ x: "", z: [] }))
  })

  it("are held against the operation, unless forced", () => {
    expect(settleEntry(defs, { y: 1 })).toEqual(Either.left("UnsupportedFlag"))
    expect(settleEntry(defs, { x: "one" })).toEqual(Either.left("InvalidFlagValue"))
    expect(settleEntry(defs, { x: 0 })).toEqual(Either.left("InvalidFlagValue"))
    expect(settleEntry(defs, { z: "b" })).toEqual(Either.left("UnsupportedChoice"))
    expect(settleEntry(defs, { y: 1, x: 0, z: "b" }, true)).toEqual(Either.right({ y: 1, x: 0, z: "b" }))
  })
})

describe("flags that the operation does not have", () => {
  it("are refused with advice", () => {
    expect(flags([], {})).toEqual({})
    expect(message([], { foo: 123 })).toBe(
      "unsupported flag 'foo'\n" +
        "Try 'guild run op --help-op' for a list of flags or use --force-flags to skip this check."
    )
  })

  it("are taken by force", () => {
    expect(flags([], { foo: 123 }, true)).toEqual({ foo: 123 })
  })

  it("are taken where a resource goes by that name", () => {
    const options = { force: false, operation: "op", resourceFlags: [def("data"), def("other")] }
    expect(Either.getOrThrow(resolveFlags([def("x")], { data: "abc" }, options))).toEqual({
      flags: { x: null, data: "abc" },
      resourceFlags: ["data"]
    })
  })
})

describe("required flags", () => {
  const defs = [
    def("required-no-default", { required: true, description: "Where to start\nand more" }),
    def("required-with-default", { required: true, default: 123 })
  ]

  it("are listed when they have no value", () => {
    expect(message(defs, {})).toBe(
      "Operation requires the following missing flags:\n\n" +
        "  required-no-default  Where to start\n\n" +
        "Run the command again with these flags specified as NAME=VAL."
    )
    expect(message(defs, { "required-no-default": "" })).toContain("missing flags")
  })

  it("may be missing by force", () => {
    expect(flags(defs, {}, true)).toEqual({ "required-no-default": null, "required-with-default": 123 })
  })

  it("may have a value that Python takes for false", () => {
    expect(flags([def("x", { required: true })], { x: 0 })).toEqual({ x: 0 })
  })
})

describe("a flag's type", () => {
  const coerce = (value: Value, type: FlagType) => flags([def("test", { type })], { test: value })["test"]

  it.each<readonly [Value, FlagType, Value]>([
    [1, "float", float(1)],
    ["1", "float", float(1)],
    ["1.1", "float", float(1.1)],
    ["nan", "float", float(NaN)],
    [1, "int", 1],
    ["1", "int", 1],
    [1, "number", 1],
    [float(1), "number", float(1)],
    [0, "boolean", false],
    [1, "boolean", true],
    ["hi", "boolean", true],
    ["false", "boolean", true],
    ["", "boolean", false],
    [[1, float(1)], "number", [1, float(1)]],
    [1, "string", "1"],
    [float(1e-5), "string", "1e-05"],
    [true, "string", "True"],
    ["[1:2]", "float", "[1:2]"],
    ["uniform[1:2]", "int", "uniform[1:2]"],
    [null, "float", null]
  ])("makes %j for %s into %j", (value, type, coerced) => {
    expect(coerce(value, type)).toEqual(coerced)
  })

  it.each<readonly [Value, FlagType]>([
    ["invalid", "float"],
    [float(1), "int"],
    ["1.0", "int"],
    ["invalid", "int"],
    ["invalid", "number"],
    [[1, "invalid"], "number"]
  ])("refuses %j for %s", (value, type) => {
    expect(message([def("test", { type })], { test: value })).toContain(`invalid value for type '${type}'`)
  })

  it("is that of a number where its default or bounds are one, for what may also be the id of a run", () => {
    expect(flags([def("lr", { default: float(0.1) })], { lr: "1e5" })).toEqual({ lr: float(1e5) })
    expect(flags([def("steps", { min: 1 })], { steps: "12e3" })).toEqual({ steps: float(12000) })
    expect(flags([def("run"), def("name", { default: "a" })], { run: "1e5", name: "2e5" })).toEqual({
      run: "1e5",
      name: "2e5"
    })
  })

  it("is named with the flag and what was given", () => {
    expect(message([def("float", { type: "float" })], { float: "abc" })).toBe(
      "invalid value for float=abc: invalid value for type 'float'"
    )
  })

  it("holds for defaults too", () => {
    expect(flags([def("float", { type: "float", default: 1 })], {})).toEqual({ float: float(1) })
    expect(message([def("float", { type: "float", default: "abc" })], {})).toContain("float=abc")
  })

  it("is passed over by force", () => {
    expect(flags([def("float", { type: "float" })], { float: "abc" }, true)).toEqual({ float: "abc" })
    expect(flags([def("float", { type: "float" })], { float: "1" }, true)).toEqual({ float: float(1) })
  })
})

describe("paths", () => {
  const within = (type: FlagType, value: Value) =>
    resolveFlags(
      [def("p", { type })],
      { p: value },
      {
        force: false,
        operation: "op",
        paths: { cwd: "/home/u", exists: (path) => path === "/home/u/data.csv" || path === "/home/x" }
      }
    )

  it("become absolute where they exist", () => {
    expect(Either.getOrThrow(within("path", "./a/../data.csv")).flags).toEqual({ p: "/home/u/data.csv" })
    expect(Either.getOrThrow(within("existing-path", "../x")).flags).toEqual({ p: "/home/x" })
    expect(Either.getOrThrow(within("path", "new.csv")).flags).toEqual({ p: "new.csv" })
  })

  it("must exist where the flag says so", () => {
    expect(Either.getOrThrow(Either.flip(within("existing-path", "new.csv"))).message).toBe(
      "invalid value for p=new.csv: new.csv does not exist"
    )
  })
})

describe("choices", () => {
  const color = def("color", { default: "red", choices: [choice("red"), choice("blue", { description: "cold" })] })

  it("are all that is taken", () => {
    expect(flags([color], {})).toEqual({ color: "red" })
    expect(message([color], { color: "yellow" })).toBe(
      "Unsupported value for 'color' - supported values are:\n\n  red\n  blue  cold\n\n" +
        "Run the command again using one of these options."
    )
    expect(message([color], { color: ["red", "yellow"] })).toContain("Unsupported value for 'color'")
  })

  it("leave other values to force, to allow-other, and to optimizers", () => {
    expect(flags([color], { color: "d" }, true)).toEqual({ color: "d" })
    expect(flags([{ ...color, allowOther: true }], { color: "d" })).toEqual({ color: "d" })
    expect(flags([color], { color: "uniform[1:2]" })).toEqual({ color: "uniform[1:2]" })
  })

  it("may go by another name", () => {
    const size = def("size", { choices: [choice(64, { alias: "small" }), choice(512)] })
    expect(flags([size], { size: "small" })).toEqual({ size: 64 })
    expect(flags([size], { size: ["small", 512] })).toEqual({ size: [64, 512] })
  })

  it("set other flags, over their defaults and under what the user gives", () => {
    const defs = [
      def("choice", {
        default: "a",
        choices: [choice("a", { flags: { a1: 1, a2: 2 } }), choice("b", { flags: { b1: "foo", b2: "bar" } })]
      }),
      def("a1"),
      def("b2", { default: "bam" })
    ]
    expect(flags(defs, {})).toEqual({ a1: 1, a2: 2, b2: "bam", choice: "a" })
    expect(flags(defs, { choice: "b" })).toEqual({ a1: null, b1: "foo", b2: "bar", choice: "b" })
    expect(flags(defs, { choice: "b", b2: "foo" })).toEqual({ a1: null, b1: "foo", b2: "foo", choice: "b" })
  })
})

describe("bounds", () => {
  const x = def("x", { min: 1, max: float(3) })

  it("hold for each value and not for search spaces", () => {
    expect(flags([x], { x: [1, 2, 3] })).toEqual({ x: [1, 2, 3] })
    expect(flags([x], { x: "[0:9]" })).toEqual({ x: "[0:9]" })
    expect(message([x], { x: 0 })).toBe("invalid value for x=0: out of range (less than min 1)")
    expect(message([x], { x: [2, float(3.5)] })).toBe("invalid value for x=3.5: out of range (greater than max 3.0)")
    expect(message([x], { x: "abc" })).toBe("invalid value for x=abc: expected a number, for the flag has bounds")
  })
})

describe("a flag's alias", () => {
  it("is its name on the command line only", () => {
    expect(flags([def("learning-rate", { alias: "lr", default: 1 })], { lr: 2 })).toEqual({ "learning-rate": 2 })
  })
})

describe("null", () => {
  it("unsets a flag that has a default", () => {
    expect(flags([def("x", { default: 1, type: "int" })], { x: null })).toEqual({ x: null })
  })
})
