import { Either } from "effect"
import { describe, expect, it } from "vitest"
import type { CmdFlag } from "../../../src/domain/ops/OpCommand.ts"
import { fromData, toData } from "../../../src/domain/ops/OpCommandData.ts"
import type { ValueMap } from "../../../src/domain/Value.ts"

const data = (cmdArgs: ReadonlyArray<string>, cmdEnv: ValueMap, cmdFlags: Readonly<Record<string, CmdFlag>>) => {
  const written = toData({ cmdArgs, cmdEnv, cmdFlags: new Map(Object.entries(cmdFlags)) })
  expect(toData(Either.getOrThrow(fromData(written)))).toEqual(written)
  return written
}

describe("a command template as data", () => {
  it("leaves out what says nothing", () => {
    expect(data([], {}, {})).toEqual({ "cmd-args": [] })
    expect(data(["a", "b"], {}, { a: {} })).toEqual({ "cmd-args": ["a", "b"] })
  })

  it("keeps everything else, and is read back", () => {
    const flags = {
      a: { argName: "A" },
      b: { argSkip: true },
      c: { argSwitch: "C" },
      d: { argName: "D", argSkip: false, argSwitch: "2" },
      e: {},
      f: { argSplit: true, envName: "F", argEncoding: { yes: 1 }, envEncoding: { no: "" } }
    }
    expect(data(["a", "b"], { C: 123, D: "456" }, flags)).toEqual({
      "cmd-args": ["a", "b"],
      "cmd-env": { C: 123, D: "456" },
      "cmd-flags": {
        a: { "arg-name": "A" },
        b: { "arg-skip": true },
        c: { "arg-switch": "C" },
        d: { "arg-name": "D", "arg-switch": "2" },
        f: { "arg-split": true, "env-name": "F", "arg-encoding": { yes: 1 }, "env-encoding": { no: "" } }
      }
    })
  })

  it("is refused where it is damaged", () => {
    for (const damaged of ["{foo:123}", null, { "cmd-args": "x" }, { "cmd-args": [1] }, { "cmd-flags": { a: 1 } }])
      expect(Either.isLeft(fromData(damaged))).toBe(true)
  })
})
