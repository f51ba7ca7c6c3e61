import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { parseFilterExpr } from "../../../src/domain/filter/FilterExpr.ts"
import { matchesFilter } from "../../../src/domain/filter/FilterExprMatch.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { float, getKey } from "../../../src/domain/Value.ts"

const attrs = { "two words": 2, label: "x is Best", status: "completed", tags: ["a", "b"], lr: "an attribute" }
const flags = {
  "a b": 1,
  "it's": 2,
  big: 2000,
  source: "1e3",
  lr: float(0.1),
  layers: 2,
  opt: "adam",
  none: null,
  on: true
}
const scalars = { loss: float(0.25), "val#acc": float(0.9), "train loss": 3, top: float(Infinity), off: float(NaN) }

const look = (map: Readonly<Record<string, Value>>) => (name: string) => getKey(map, name)

const holds = (expr: string): boolean | string =>
  Either.match(parseFilterExpr(expr), {
    onLeft: (error) => error.message.split("\n")[0] ?? "",
    onRight: (parsed) => matchesFilter(parsed, { attr: look(attrs), flag: look(flags), scalar: look(scalars) })
  })

describe("a filter expression", () => {
  it.each([
    ["loss < 0.3", true],
    ["loss<0.25", false],
    ["loss <= 0.25 and loss >= 0.25", true],
    ["layers = 2.0", true],
    ["layers != 2", false],
    ["layers <> 3", true],
    ["opt = adam", true],
    ["opt = 'adam'", true],
    ["opt > aaa", true],
    ["opt < 3", false],
    ["on = yes", true],
    ["none is null", true],
    ["flag:lr = 0.1", true],
    ["lr = 0.1", false],
    ["attr:lr is 'an attribute'", true],
    ["scalar:loss > 0", true],
    [".lr = 'an attribute'", true],
    [".loss is undefined", true],
    ["=lr = 0.1", true],
    ["not =layers=2", false],
    ["'.lr' is undefined", true],
    ["val#acc > 0.8", true],
    ["missing = 1", false],
    ["missing != 1", false],
    ["missing is undefined", true],
    ["loss is not undefined", true],
    ["layers in [1, 2, 3]", true],
    ["layers not in [1, 3]", true],
    ["layers in []", false],
    ["label contains best", true],
    ["label contains 'X IS'", true],
    ["label not contains worst", true],
    ["tags contains a", true],
    ["tags contains [a, b]", true],
    ["tags contains [a, c]", false],
    ["flag:'a b' = 1", true],
    ['flag:"it\'s" = 2', true],
    ["scalar:'train loss' > 2", true],
    ["attr:'two words' = 2 and .'two words' = 2", true],
    ["flag:'train loss' is undefined", true],
    ["flag:'' is undefined", true],
    ["big < 1e4 and big > 1e3 and big = 2e3", true],
    ["big != 2e3", false],
    ["big != 1e3", true],
    ["missing != 1e3", false],
    ["source = 1e3", true],
    ["source != 1e3", false],
    ["source is 1e3", true],
    ["big in [1e3, 2e3]", true],
    ["big not in [1e3, 3e3]", true],
    ["big > '1e3'", false],
    ["tags contains [a, 1e3]", false],
    ["top = inf", true],
    ["top > 1e300", true],
    ["loss < inf and loss > -inf", true],
    ["off = nan", true],
    ["off is not nan", false],
    ["loss != nan", true],
    ["not loss < 0.1", true],
    ["loss < 0.1 or layers = 2 and opt = adam", true],
    ["(loss < 0.1 or layers = 2) and opt = sgd", false],
    ["NOT (loss < 0.1 OR layers = 1)", true]
  ])("'%s' is %s of the run", (expr, expected) => {
    expect(holds(expr)).toBe(expected)
  })

  it.each([
    ["", "invalid filter '': unexpected end of expression"],
    ["loss", "invalid filter 'loss': unexpected end of expression"],
    ["loss <", "invalid filter 'loss <': unexpected end of expression"],
    ["loss < < 1", "invalid filter 'loss < < 1': unexpected '<' at position 7"],
    ["(loss < 1", "invalid filter '(loss < 1': unexpected end of expression"],
    ["loss < 1 layers", "invalid filter 'loss < 1 layers': unexpected 'layers' at position 9"],
    ["a = 'x", "invalid filter 'a = 'x': unexpected ''x' at position 4"],
    ["a = flag:'b'", "invalid filter 'a = flag:'b'': unexpected 'b' at position 4"],
    ["a in [1 2]", "invalid filter 'a in [1 2]': unexpected '2' at position 8"]
  ])("'%s' is refused", (expr, expected) => {
    expect(holds(expr)).toBe(expected)
  })
})
