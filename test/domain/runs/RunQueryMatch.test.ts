import { describe, expect, it } from "vitest"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import type { Run } from "../../../src/domain/runs/Run.ts"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import type { RunQuery } from "../../../src/domain/runs/RunQuery.ts"
import { allRuns } from "../../../src/domain/runs/RunQuery.ts"
import { applyQuery, commentBody, matches } from "../../../src/domain/runs/RunQueryMatch.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"

const run: Run = {
  id: RunId.make("42803252919c495cbd65f292f1f156a0"),
  dir: "/runs/42803252919c495cbd65f292f1f156a0",
  opRef: new OpRef({
    pkgType: "guildfile",
    pkgName: "/p/guild.yml",
    pkgVersion: "",
    modelName: "mnist",
    opName: "train"
  }),
  status: RunStatus.Completed(),
  exitStatus: 0,
  initialized: 1_000,
  started: 2_000,
  stopped: 3_000,
  label: "lr=0.1 best",
  marked: false,
  tags: ["green", "v1"],
  comments: [{ body: "looks good", user: "u" }, "bare"],
  flags: {},
  sourcecodeDigest: "abc123",
  isBatch: false
}

const meets = (query: Partial<RunQuery>, other: Partial<Run> = {}) =>
  matches({ ...run, ...other }, { ...allRuns, ...query })

describe("run filters", () => {
  it("of one kind include more runs, of different kinds fewer", () => {
    expect(meets({ operations: ["eval", "train"] })).toBe(true)
    expect(meets({ operations: ["train"], labels: ["worst"] })).toBe(false)
    expect(meets({ operations: ["train"], labels: ["worst", "best"] })).toBe(true)
  })

  it("find a text in a label, case and all, and take a dash for no label", () => {
    expect(meets({ labels: ["LR"] })).toBe(false)
    expect(meets({ labels: ["0.1 b"] })).toBe(true)
    expect(meets({ labels: ["-"] })).toBe(false)
    expect(meets({ labels: ["-"] }, { label: "" })).toBe(true)
    expect(meets({ labels: ["-"] }, { label: "a-b" })).toBe(false)
    expect(meets({ labels: ["-", "best"] })).toBe(true)
    expect(meets({ unlabeled: true })).toBe(false)
    expect(meets({ unlabeled: true }, { label: "" })).toBe(true)
  })

  it("take a tag as a whole, and a comment by any part of its text", () => {
    expect(meets({ tags: ["gree"] })).toBe(false)
    expect(meets({ tags: ["red", "v1"] })).toBe(true)
    expect(meets({ comments: ["good"] })).toBe(true)
    expect(meets({ comments: ["bar"] })).toBe(true)
    expect(meets({ comments: ["body"] })).toBe(false)
    expect(commentBody(["list"])).toBe("")
  })

  it("include the start of a range of time and exclude its end", () => {
    const started = (from: number | undefined, to: number | undefined) => meets({ started: { from, to } })
    expect([started(2_000, 2_001), started(2_001, undefined), started(undefined, 2_000)]).toEqual([true, false, false])
    expect(meets({ started: { from: 1_000, to: 1_001 } }, { started: undefined })).toBe(true)
    expect(meets({ started: { from: undefined, to: undefined } }, { started: undefined, initialized: undefined })).toBe(
      false
    )
  })

  it("tell statuses, marks, digests and ids", () => {
    expect(meets({ statuses: ["error", "completed"] })).toBe(true)
    expect(meets({ statuses: ["error"] })).toBe(false)
    expect(meets({ notStatuses: ["completed"] })).toBe(false)
    expect(meets({ notStatuses: ["error"] })).toBe(true)
    expect([meets({ marked: true }), meets({ marked: false })]).toEqual([false, true])
    expect([meets({ digest: "abc" }), meets({ digest: "bc" })]).toEqual([true, false])
    expect(meets({ digest: "abc" }, { sourcecodeDigest: undefined })).toBe(false)
    expect([meets({ idPrefix: "4280" }), meets({ idPrefix: "280" })]).toEqual([true, false])
  })
})

describe("an answer", () => {
  it("has the latest runs first, so many as are wanted, and the count of all", () => {
    const started = (time: number) => ({ ...run, started: time, id: RunId.make(String(time)) })
    const { runs, total } = applyQuery([started(1), started(3), started(2)], { ...allRuns, limit: 2 })
    expect([runs.map(({ id }) => id), total]).toEqual([["3", "2"], 3])
  })
})
