import { describe, expect, it } from "vitest"
import type { FlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { withSpelledSources } from "../../../src/domain/resources/SpelledSources.ts"

const op = (flags: ReadonlyArray<FlagDef> = []) => ({
  requires: [{ spec: { operation: "prepare", name: "data" } }, { spec: { file: "a.txt", "flag-name": "src" } }],
  resources: {},
  flags,
  fullName: "train"
})

const spelled = (flags: ReadonlyArray<FlagDef> = []) =>
  withSpelledSources(op(flags), { data: 83, src: true, x: 8 }, { data: "0123", src: "yes", x: "010" })

describe("flags that say what stands in for a source", () => {
  it("are as they are spelled, and no other flag is", () =>
    expect(spelled()).toEqual({ data: "0123", src: "yes", x: 8 }))

  it("are so too where the operation has a flag of that name", () =>
    expect(spelled([emptyFlagDef("data")])).toEqual({ data: "0123", src: "yes", x: 8 }))

  it("are read by the type that the operation gives them", () =>
    expect(spelled([{ ...emptyFlagDef("data"), type: "int" }])).toEqual({ data: 83, src: "yes", x: 8 }))

  it("may go by an alias", () =>
    expect(withSpelledSources(op([{ ...emptyFlagDef("data"), alias: "d" }]), { d: 83 }, { d: "0123" })).toEqual({
      d: "0123"
    }))

  it("stay where nothing says how they are spelled", () =>
    expect(withSpelledSources(op(), { data: 83 }, {})).toEqual({ data: 83 }))
})
