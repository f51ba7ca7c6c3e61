import { describe, expect, it } from "vitest"
import { Change } from "../../../src/domain/plan/Change.ts"
import type { Candidate, Wanted } from "../../../src/domain/plan/Decision.ts"
import { changesOf, decide, Decision } from "../../../src/domain/plan/Decision.ts"
import { float } from "../../../src/domain/Value.ts"

const WANTED: Wanted = {
  flags: { lr: float(1), name: null },
  command: ["sh", "train.sh"],
  sources: ["operation:prepare", "file:data.txt"],
  runs: new Map([["prepare", { operation: "prepare", run: "aaaa1111bbbb" }]])
}

const SAME: Candidate = {
  run: "c1",
  status: "completed",
  flags: { lr: 1, prepare: "aaaa1111" },
  command: ["sh", "train.sh"],
  sources: ["file:data.txt", "operation:prepare"],
  sourceChanges: [],
  fileChanges: []
}

const changes = (more: Partial<Candidate>, wanted: Partial<Wanted> = {}) =>
  changesOf({ ...WANTED, ...wanted }, { ...SAME, ...more })

describe("what tells a run from the next one", () => {
  it("is nothing where all is as it was, also where a number is written otherwise or an unset flag is left out", () => {
    expect(changes({})).toEqual([])
    expect(changes({ command: undefined, sources: undefined })).toEqual([])
  })

  it("is each flag that has another value, is new, or is gone, by name", () => {
    expect(changes({ flags: { lr: 2, zeta: 1, prepare: "aaaa1111" } }, { flags: { lr: 1, alpha: "x" } })).toEqual([
      Change.Flag({ name: "alpha", was: undefined, now: "x" }),
      Change.Flag({ name: "lr", was: 2, now: 1 }),
      Change.Flag({ name: "zeta", was: 1, now: undefined })
    ])
  })

  it("is another run of what is required, or one that is yet to come", () => {
    expect(changes({ flags: { lr: 1, prepare: "dddd" } })).toEqual([
      Change.RequiredRun({ operation: "prepare", was: "dddd", now: "aaaa1111bbbb" })
    ])
    const runs = new Map([["prepare", { operation: "prepare", run: undefined }]])
    expect(changes({}, { runs })).toEqual([
      Change.RequiredRun({ operation: "prepare", was: "aaaa1111", now: undefined })
    ])
  })

  it("is a run that names none of what is required", () => {
    expect(changes({ flags: { lr: 1 } }).map(({ _tag }) => _tag)).toEqual(["RequiredRun"])
    expect(changes({ flags: { lr: 1, prepare: "" } }).map(({ _tag }) => _tag)).toEqual(["RequiredRun"])
  })

  it("is the command, the files, and what is required", () => {
    const path = "a.py"
    expect(
      changes({
        status: "error",
        command: ["sh"],
        sources: ["file:old.txt", "operation:prepare"],
        sourceChanges: [{ path, how: "changed" }],
        fileChanges: [{ path, how: "removed" }]
      })
    ).toEqual([
      Change.NotCompleted({ run: "c1", status: "error" }),
      Change.Command(),
      Change.Source({ path, how: "changed" }),
      Change.Requirement({ source: "file:data.txt", how: "added" }),
      Change.Requirement({ source: "file:old.txt", how: "removed" }),
      Change.File({ path, how: "removed" })
    ])
  })

  it("is looked up among own keys alone", () => {
    expect(changes({ flags: { lr: 1, prepare: "aaaa" } }, { flags: JSON.parse('{"lr": 1, "__proto__": 1}') })).toEqual([
      Change.Flag({ name: "__proto__", was: undefined, now: 1 })
    ])
  })
})

describe("a decision", () => {
  it("is to run what has not been run", () => {
    expect(decide(WANTED, [])).toEqual(Decision.Run({ changes: [Change.NoRun()], latest: undefined }))
  })

  it("is to skip where any of the runs is as it would be now, the latest of them", () => {
    const other = { ...SAME, run: "c0", flags: { lr: 2, prepare: "aaaa1111" } }
    expect(decide(WANTED, [other, SAME, { ...SAME, run: "c2" }])).toEqual(
      Decision.Skip({ run: "c1", why: "up to date" })
    )
  })

  it("is to run for the reasons that the latest run gives", () => {
    const older = { ...SAME, run: "c0", status: "error" as const }
    expect(decide(WANTED, [{ ...SAME, flags: { lr: 3, prepare: "aaaa1111" } }, older])).toEqual(
      Decision.Run({ changes: [Change.Flag({ name: "lr", was: 3, now: float(1) })], latest: "c1" })
    )
  })
})
