import { describe, expect, it } from "vitest"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import type { OpRunRequest } from "../../../src/domain/resources/ResourceOpRun.ts"
import { namesOperation, pickOpRun } from "../../../src/domain/resources/ResourceOpRun.ts"
import type { Run } from "../../../src/domain/runs/Run.ts"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"

const opRef = (opName: string, modelName = "", pkgName = "/proj/guild.yml") =>
  new OpRef({ pkgType: "guildfile", pkgName, pkgVersion: "", modelName, opName })

const run = (id: string, status: RunStatus = RunStatus.Completed(), more: Partial<Run> = {}): Run => ({
  id: RunId.make(id),
  dir: `/runs/${id}`,
  opRef: opRef("train"),
  status,
  exitStatus: undefined,
  initialized: undefined,
  started: undefined,
  stopped: undefined,
  label: "",
  marked: false,
  tags: [],
  comments: [],
  flags: {},
  sourcecodeDigest: undefined,
  isBatch: false,
  ...more
})

const request = (more: Partial<OpRunRequest> = {}): OpRunRequest => ({
  operations: "train",
  modelName: "",
  idPrefix: undefined,
  includeStaged: false,
  ...more
})

const pick = (runs: ReadonlyArray<Run>, more?: Partial<OpRunRequest>) => pickOpRun(runs, request(more))?.id

describe("the run that an operation source means", () => {
  it("is the latest that has not failed", () => {
    expect(pick([run("c", RunStatus.Failed({ exitCode: 1 })), run("b"), run("a")])).toBe("b")
    expect(pick([run("c", RunStatus.Terminated({ signal: 15 })), run("b")])).toBe("c")
    expect(pick([run("c", RunStatus.Running({ pid: 1 }))])).toBe("c")
    expect(pick([run("c", RunStatus.Pending())])).toBeUndefined()
  })

  it("is a marked one before a later one", () => {
    expect(pick([run("c"), run("b", RunStatus.Completed(), { marked: true }), run("a")])).toBe("b")
    expect(pick([run("c"), run("b", RunStatus.Failed({ exitCode: 1 }), { marked: true })])).toBe("c")
  })

  it("is the one that the user names, marked or not, however it ended", () => {
    const runs = [run("cc", RunStatus.Completed(), { marked: true }), run("bb", RunStatus.Staged()), run("aa")]
    expect(pick(runs, { idPrefix: "a" })).toBe("aa")
    expect(pick(runs, { idPrefix: "b" })).toBe("bb")
    expect(pick(runs, { idPrefix: "invalid" })).toBeUndefined()
    expect(pick(runs, { idPrefix: "a", operations: "other" })).toBeUndefined()
  })

  it("may be staged where that will do", () => {
    expect(pick([run("b", RunStatus.Staged()), run("a")], { includeStaged: true })).toBe("b")
    expect(pick([run("b", RunStatus.Staged()), run("a")])).toBe("a")
  })
})

describe("the operations that a source names", () => {
  const names = (operations: string, ref: OpRef, modelName = "") => namesOperation({ operations, modelName }, ref)

  it("are those of the same model unless it says otherwise", () => {
    expect(names("train", opRef("train"))).toBe(true)
    expect(names("train", opRef("train", "m"))).toBe(false)
    expect(names("train", opRef("train", "m"), "m")).toBe(true)
    expect(names("m:train", opRef("train", "m"))).toBe(true)
    expect(names("pkg/m:train", opRef("train", "m", "pkg"))).toBe(true)
    expect(names("pkg/m:train", opRef("train", "m", "other"))).toBe(false)
  })

  it("are matched in full, as names or as expressions, any of a list", () => {
    expect(names("train", opRef("train-2"))).toBe(false)
    expect(names("train-.*", opRef("train-2"))).toBe(true)
    expect(names("prepare, train", opRef("train"))).toBe(true)
    expect(names("c++(", opRef("c++("))).toBe(true)
    expect(names("sub/train.py", opRef("sub/train.py"))).toBe(true)
  })
})
