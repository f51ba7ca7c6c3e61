import type { ParseResult } from "effect"
import { Either, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { firstIssue } from "../../src/api/Data.ts"
import { flag, importedFlags } from "../../src/api/Flags.ts"

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
      Either.match(Schema.decodeUnknownEither(Schema.Struct(fields))(data), {
        onLeft: (error: ParseResult.ParseError) => firstIssue(error),
        onRight: () => undefined
      })
    expect(issue({ lr: -1 })).toBe("lr: Expected a positive number, actual -1")
    expect(issue({ kind: "c" })).toMatch(/^kind: Expected "a"/)
  })
})
