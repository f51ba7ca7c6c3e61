import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { ColSpec } from "../../../src/domain/compare/ColSpec.ts"
import { colHeading, parseColSpecs } from "../../../src/domain/compare/ColSpec.ts"

const columns = (text: string): ReadonlyArray<ColSpec> => Either.getOrThrow(parseColSpecs(text))

const scalar = (key: string, more: Partial<ColSpec & { readonly kind: "scalar" }> = {}): ColSpec => ({
  kind: "scalar",
  key,
  qualifier: undefined,
  step: false,
  as: undefined,
  ...more
})

const headings = (text: string): ReadonlyArray<string> => columns(text).map(colHeading)

describe("columns of a comparison", () => {
  it("name scalars, flags and attributes, in their short form or in full", () => {
    expect(columns("loss, =x, flag:x, .id, attr:id, scalar:loss")).toEqual([
      scalar("loss"),
      { kind: "flag", name: "x", as: undefined },
      { kind: "flag", name: "x", as: undefined },
      { kind: "attr", name: "id", as: undefined },
      { kind: "attr", name: "id", as: undefined },
      scalar("loss")
    ])
  })

  it("say which value of a scalar is meant, and may mean its step", () => {
    expect(columns("min loss, max acc step, first loss, LAST loss STEP, avg x, total x, count x")).toEqual([
      scalar("loss", { qualifier: "min" }),
      scalar("acc", { qualifier: "max", step: true }),
      scalar("loss", { qualifier: "first" }),
      scalar("loss", { qualifier: "last", step: true }),
      scalar("x", { qualifier: "avg" }),
      scalar("x", { qualifier: "total" }),
      scalar("x", { qualifier: "count" })
    ])
  })

  it("take the words of the grammar for names where nothing follows", () => {
    expect(columns("min, max as top, step")).toEqual([scalar("min"), scalar("max", { as: "top" }), scalar("step")])
  })

  it("may be given another heading", () => {
    expect(headings("last loss step as steps, =learning-rate as 'Learning Rate', .id AS run")).toEqual([
      "steps",
      "Learning Rate",
      "run"
    ])
  })

  it("are headed by what was asked for", () => {
    expect(headings("min loss step, max acc, train/losses/total_loss, val#loss, =x, .label")).toEqual([
      "min loss step",
      "max acc",
      "train/losses/total_loss",
      "val#loss",
      "x",
      "label"
    ])
  })

  it("may be quoted to hold blanks and commas, and are scalars then", () => {
    expect(columns(`'foo bar, baz', "=x"`)).toEqual([scalar("foo bar, baz"), scalar("=x")])
  })

  it("may have quotes around the name alone, and are what stands before them", () => {
    expect(columns(`='a b', flag:"it's", attr:'x, y', .'x y' as z, min scalar:'a b' step, =a'b`)).toEqual([
      { kind: "flag", name: "a b", as: undefined },
      { kind: "flag", name: "it's", as: undefined },
      { kind: "attr", name: "x, y", as: undefined },
      { kind: "attr", name: "x y", as: "z" },
      scalar("a b", { qualifier: "min", step: true }),
      { kind: "flag", name: "a'b", as: undefined }
    ])
  })

  it("may be patterns", () => {
    expect(columns("losses/.+, loss_[0,1]")).toEqual([scalar("losses/.+"), scalar("loss_[0,1]")])
  })

  it.each([
    ["", "unexpected end of columns, line 1, pos 7"],
    ["a b c", "unexpected token 'b', line 1, pos 9"],
    ["a,,b", "unexpected token ',', line 1, pos 9"],
    ["a, ", "unexpected end of columns, line 1, pos 10"],
    ["a as", "unexpected end of columns, line 1, pos 11"],
    ["=x step", "unexpected token 'step', line 1, pos 10"],
    ["x, =", "unexpected token '=', line 1, pos 10"],
    [".", "unexpected token '.', line 1, pos 7"],
    ["min =x", "unexpected token '=x', line 1, pos 11"],
    ["min ='a b'", "unexpected token 'a b', line 1, pos 11"],
    ["'x", "unexpected token ''x', line 1, pos 7"]
  ])("%j are refused where they go wrong", (text, reason) => {
    const error = Either.getOrThrow(Either.flip(parseColSpecs(text)))
    expect(error.message).toBe(`invalid column '${text}': ${reason}`)
  })
})
