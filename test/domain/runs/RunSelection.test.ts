import { Either } from "effect"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import type { Run } from "../../../src/domain/runs/Run.ts"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import { runsNeeded, selectRun, selectRuns } from "../../../src/domain/runs/RunSelection.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import { runs as anyRuns } from "../../support/arbitraryRuns.ts"

const run = (id: string): Run => ({
  id: RunId.make(id),
  dir: `/runs/${id}`,
  opRef: new OpRef({ pkgType: "test", pkgName: "", pkgVersion: "", modelName: "m", opName: "train" }),
  status: RunStatus.Completed(),
  exitStatus: 0,
  initialized: 1,
  started: 1,
  stopped: 2,
  label: "",
  marked: false,
  tags: [],
  comments: [],
  flags: {},
  sourcecodeDigest: undefined,
  isBatch: false
})

const five = ["aaaa1111", "aaaa2222", "1e123456", "42803252", "30000000"].map(run)

/** The positions (from 1) of what words pick, or the message of what went wrong. */
const pick = (words: ReadonlyArray<string>, runs = five) =>
  Either.match(selectRuns(words, runs), {
    onLeft: (error) => error.message,
    onRight: (found) => found.map((each) => runs.indexOf(each) + 1)
  })

const notFound = (word: string) => `could not find a run matching '${word}'\nTry 'guild runs list' for a list.`

describe("words that name runs", () => {
  it("are all runs where there are none", () => {
    expect(pick([])).toEqual([1, 2, 3, 4, 5])
    expect(pick([":"])).toEqual([1, 2, 3, 4, 5])
  })

  it("are positions from 1 while the list is that long", () => {
    expect(pick(["2"])).toEqual([2])
    expect(pick(["5"])).toEqual([5])
    expect(pick(["3", "1"])).toEqual([3, 1])
  })

  it("are the beginning of an id where the list is shorter than the number", () => {
    expect(pick(["42"])).toEqual([4])
    expect(pick(["30"])).toEqual([5])
    expect(pick(["6"])).toBe(notFound("6"))
    expect(pick(["0"])).toBe(notFound("0"))
  })

  it("name one run where one is meant, and say of which they would name more", () => {
    const one = (word: string, runs = five) =>
      Either.match(selectRun(word, runs), { onLeft: (error) => error.message, onRight: (found) => found?.id })
    expect(one("2:2")).toBe("aaaa2222")
    expect(one("2:1")).toBeUndefined()
    expect(one("4:")).toBe(
      "'4:' matches multiple runs:\n  42803252  m:train  completed\n  30000000  m:train  completed\nName one of them."
    )
    const many = Array.from({ length: 30 }, (_, nth) => run(`cafe${1000 + nth}`))
    expect(one(":", many)?.split("\n").slice(-2)).toEqual(["  ... (10 more)", "Name one of them."])
    expect(one("cafe", many)?.split("\n").slice(-2)).toEqual(["  ... (10 more)", "Use more characters of the run ID."])
  })

  it("are never numbers when they only look like one", () => {
    expect(pick(["1e1"])).toEqual([3])
    expect(pick(["1e12"])).toEqual([3])
    expect(pick(["1.0"])).toBe(notFound("1.0"))
    expect(pick(["-1"])).toBe(notFound("-1"))
    expect(pick(["+1"])).toBe(notFound("+1"))
  })

  it("are ranges with both ends in them, either left out", () => {
    expect(pick(["2:4"])).toEqual([2, 3, 4])
    expect(pick([":2"])).toEqual([1, 2])
    expect(pick(["4:"])).toEqual([4, 5])
    expect(pick(["6:"])).toEqual([])
    expect(pick(["3:2"])).toEqual([])
  })

  it("are refused as ranges that leave the list", () => {
    expect(pick(["2:6"])).toBe(notFound("2:6"))
    expect(pick(["0:2"])).toBe(notFound("0:2"))
    expect(pick(["1:2:3"])).toBe(notFound("1:2:3"))
  })

  it("are ids, whole or their beginning, and nothing that several runs begin with", () => {
    expect(pick(["aaaa1"])).toEqual([1])
    expect(pick(["aaaa2222"])).toEqual([2])
    expect(pick(["AAAA1"])).toBe(notFound("AAAA1"))
    expect(pick([""])).toBe(notFound(""))
    expect(pick(["aaaa"])).toBe(
      "'aaaa' matches multiple runs:\n  aaaa1111  m:train  completed\n  aaaa2222  m:train  completed\n" +
        "Use more characters of the run ID."
    )
  })

  it("are a whole id before the beginning of another", () => {
    expect(pick(["run-1"], ["run-10", "run-1"].map(run))).toEqual([2])
  })

  it("name each run once, where it is named first", () => {
    expect(pick(["2", "aaaa2", "1:3"])).toEqual([2, 1, 3])
  })

  it("find every run by its id", () => {
    fc.assert(
      fc.property(anyRuns("/r", 6), (runs) => {
        for (const each of runs) expect(selectRuns([each.id], runs)).toEqual(Either.right([each]))
      })
    )
  })

  it("pick the same from as many runs as they need", () => {
    const word = fc.oneof(
      fc.integer({ min: 0, max: 9 }).map(String),
      fc.tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 })).map(([a, b]) => `${a}:${b}`),
      fc.constantFrom(":", "2:", ":3", "1e", "run-1")
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 3 }), anyRuns("/r", 8), (words, runs) => {
        const needed = runsNeeded(words)
        expect(selectRuns(words, runs.slice(0, needed))).toEqual(selectRuns(words, runs))
      })
    )
  })
})
