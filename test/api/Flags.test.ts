import { Either, Option, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { through } from "../../src/api/Data.ts"
import { flag, importedFlags, withLists } from "../../src/api/Flags.ts"

const fields = {
  lr: flag(Schema.Positive, { default: 0.1, description: "Learning rate" }),
  kind: flag(Schema.Literal("a", "b"), { default: "a", description: "Kind of model" })
}

describe("a flag with a description", () => {
  it("is imported with it", () => {
    expect(importedFlags(fields).map(({ attrs, name }) => [name, attrs["description"]])).toEqual([
      ["lr", "Learning rate"],
      ["kind", "Kind of model"]
    ])
  })

  it("says of a wrong value what its Schema expects", () => {
    const issue = (data: unknown) =>
      Option.getOrUndefined(Either.getLeft(through(Schema.decodeUnknownEither(Schema.Struct(fields)))(data)))
    expect(issue({ lr: -1 })).toBe("lr: Expected a positive number, actual -1")
    expect(issue({ kind: "c" })).toMatch(/^kind: Expected "a"/)
  })
})

describe("a flag that is a list", () => {
  const lists = {
    layers: flag(Schema.Array(Schema.Int), { default: [64, 32] }),
    names: flag(Schema.Array(Schema.String), { default: ["a b", "1"] })
  }

  it("is a text of words where it is imported, and so is no batch", () => {
    const imported = importedFlags(lists).map(({ attrs }) => [attrs["type"], attrs["default"]])
    expect(imported).toEqual([
      ["string", "64 32"],
      ["string", "'a b' 1"]
    ])
  })

  it("is read from its words as its Schema takes it", () => {
    const read = (flags: Readonly<Record<string, string | number>>) =>
      Schema.decodeUnknownSync(Schema.Struct(lists))(withLists(lists, flags))
    expect(read({ layers: "1 2", names: "x 'y z' 7" })).toEqual({ layers: [1, 2], names: ["x", "y z", "7"] })
    expect(read({ layers: "64 32", names: "'a b' 1" })).toEqual({ layers: [64, 32], names: ["a b", "1"] })
    expect(read({ layers: 8, names: "" })).toEqual({ layers: [8], names: [] })
    expect(() => read({ layers: "1 b", names: "x" })).toThrow("Expected number")
    expect(() => read({ layers: "'", names: "x" })).toThrow("Expected ReadonlyArray")
  })
})
