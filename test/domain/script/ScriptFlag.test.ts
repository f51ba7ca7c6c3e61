import { describe, expect, it } from "vitest"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { flagLines, sortFlags, toFlagDef, variableFlag } from "../../../src/domain/script/ScriptFlag.ts"
import { float } from "../../../src/domain/Value.ts"

describe("a flag of a script", () => {
  it("becomes a definition that says what the script said", () => {
    const attrs = {
      default: 1,
      description: "Foo",
      choices: [1, 2],
      required: true,
      "arg-name": "f",
      "arg-switch": true,
      "arg-split": ","
    }
    expect(toFlagDef({ name: "foo", attrs, plain: false })).toEqual({
      ...emptyFlagDef("foo"),
      default: 1,
      description: "Foo",
      required: true,
      argName: "f",
      argSwitch: true,
      argSplit: ",",
      choices: [1, 2].map((value) => ({ value, description: "", alias: undefined, flags: {} }))
    })
  })

  it("is shown as its value where it is a variable, and by its attributes otherwise", () => {
    expect(flagLines([variableFlag("x", float(1)), { name: "z", attrs: { default: "1" }, plain: false }])).toEqual([
      "  x: 1.0",
      "  z:",
      "    default: '1'"
    ])
    expect(flagLines([])).toEqual(["  {}"])
  })

  it("is listed by name", () => {
    expect(sortFlags(["b", "A", "a"].map((name) => variableFlag(name, 1))).map(({ name }) => name)).toEqual([
      "A",
      "a",
      "b"
    ])
  })
})
