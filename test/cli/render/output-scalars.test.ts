import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { renderOutputScalarTrial } from "../../../src/cli/render/output-scalars.ts"
import { compileOutputScalars } from "../../../src/domain/scalars/OutputScalars.ts"
import type { Value } from "../../../src/domain/Value.ts"

const trial = (config: Value, line: string) =>
  renderOutputScalarTrial(Either.getOrThrow(compileOutputScalars(config)), line).split("\n")

describe("--test-output-scalars (page 152)", () => {
  it("shows what the default pattern finds", () => {
    expect(trial(null, "foo: 1.123")).toEqual([
      "foo: 1.123",
      "  '^([^ \\t]+):\\\\s+([0-9\\\\.e\\\\-]+)$': [('foo', '1.123')] (foo=1.123)"
    ])
  })

  it("says where nothing is found", () => {
    expect(trial(null, "bar")).toEqual(["bar", "  '^([^ \\t]+):\\\\s+([0-9\\\\.e\\\\-]+)$': <no matches>"])
  })

  it("shows every pattern of a map, and the step as a number", () => {
    expect(trial({ step: "step: (\\value)", loss: "loss: (\\value)" }, "step: 1")).toEqual([
      "step: 1",
      "  'loss: ([0-9\\\\.e\\\\-]+)': <no matches>",
      "  'step: ([0-9\\\\.e\\\\-]+)': [('1',)] (step=1.0)"
    ])
  })

  it("shows groups that took no part, and all matches of a line", () => {
    expect(trial(["a=(?P<a>\\d)|b=(?P<b>\\S)"], "a=1 b=2 b=x")).toEqual([
      "a=1 b=2 b=x",
      "  'a=(?P<a>\\\\d)|b=(?P<b>\\\\S)': [('1', None), (None, '2'), (None, 'x')] (a=1.0, b=2.0)"
    ])
  })

  it("never sends a line's control characters to the terminal", () => {
    const shown = trial(["(\\S+)=(\\S+)"], "\x1b[31ma\x1b[0m=1\x07\x1b").join("\n")
    expect(shown).not.toMatch(/[\x00-\x09\x0b-\x1f]/)
    expect(shown).toContain("a=1\\x07\\x1b")
  })
})
