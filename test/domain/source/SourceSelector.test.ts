import { describe, expect, it } from "vitest"
import type { SelectRule } from "../../../src/domain/ops/OpDef.ts"
import { selectRule } from "../../../src/domain/source/SourceRules.ts"
import { makeSelector } from "../../../src/domain/source/SourceSelector.ts"

interface TestFile {
  readonly path: string
  readonly size?: number
  readonly text?: boolean
}

const verdicts = (rules: ReadonlyArray<SelectRule>, files: ReadonlyArray<TestFile>) => {
  const selector = makeSelector(rules)
  return files.map(({ path, size = 0, text = true }) => selector.file(path, { size: () => size, isText: () => text }))
}

const selected = (rules: ReadonlyArray<SelectRule>, files: ReadonlyArray<TestFile>): ReadonlyArray<string> =>
  verdicts(rules, files).flatMap((verdict, i) => (verdict.selected ? [files[i]?.path ?? ""] : []))

const include = (patterns: ReadonlyArray<string>, more?: Partial<SelectRule>) => selectRule(true, patterns, more)
const exclude = (patterns: ReadonlyArray<string>, more?: Partial<SelectRule>) => selectRule(false, patterns, more)

const tree = ["a.txt", "d1/a.txt", "d1/d1_1/b.txt", "d1/d1_2/c.txt", "d2/d.txt", "d2/d.yml"].map((path) => ({ path }))

describe("source selector", () => {
  it("leaves out what no rule matches", () => {
    expect(selected([], tree)).toEqual([])
  })

  it("lets the last rule that matches decide", () => {
    expect(selected([include(["*"]), exclude(["*"])], tree)).toEqual([])
    expect(selected([include(["*"]), exclude(["*"]), include(["*.yml"])], tree)).toEqual(["d2/d.yml"])
    expect(selected([include(["d1/*"]), exclude(["d1/d1*"])], tree)).toEqual(["d1/a.txt"])
    expect(selected([include(["d1/a.txt", "d1/d1_1/*"])], tree)).toEqual(["d1/a.txt", "d1/d1_1/b.txt"])
    expect(selected([include(["d1/[^/]+$"], { regex: true })], tree)).toEqual(["d1/a.txt"])
  })

  it("tells text from binary", () => {
    const files = [{ path: "a.txt" }, { path: "a.bin", text: false }]
    expect(selected([include(["*"], { type: "text" })], files)).toEqual(["a.txt"])
    expect(selected([include(["*"], { type: "binary" })], files)).toEqual(["a.bin"])
  })

  it("holds to sizes", () => {
    const files = [{ path: "small.txt" }, { path: "large.txt", size: 100 }]
    expect(selected([include(["*"], { sizeLt: 99 })], files)).toEqual(["small.txt"])
    expect(selected([include(["*"], { sizeGt: 99 })], files)).toEqual(["large.txt"])
    expect(verdicts([include(["*"], { sizeLt: 99 })], files)[1]).toEqual({
      selected: false,
      limit: { kind: "too-big" }
    })
  })

  it("stops matching when a rule has taken as many files as it may", () => {
    const files = Array.from({ length: 10 }, (_, i) => ({ path: `${i}.txt` }))
    expect(selected([include(["*.txt"], { maxMatches: 6 })], files)).toEqual(files.slice(0, 6).map(({ path }) => path))
    expect(verdicts([include(["*.txt"], { maxMatches: 9 })], files)[9]).toEqual({
      selected: false,
      limit: { kind: "too-many", max: 9 }
    })
  })

  it("names no limit for a file that another rule decides on", () => {
    const files = [{ path: "big.txt", size: 100 }]
    expect(verdicts([include(["*"], { sizeLt: 9 }), include(["*.txt"])], files)).toEqual([
      { selected: true, limit: undefined }
    ])
    expect(verdicts([include(["*"], { sizeLt: 9 }), exclude(["*"])], files)).toEqual([
      { selected: false, limit: undefined }
    ])
  })

  it("names no limit for a binary file after the last text file that fits", () => {
    const files = [{ path: "a" }, { path: "b", text: false }]
    expect(verdicts([include(["*"], { type: "text", maxMatches: 1 })], files)[1]?.limit).toBeUndefined()
  })

  it("opens no more files once it is known that some are left out", () => {
    const selector = makeSelector([include(["*"], { type: "text", maxMatches: 1 })])
    let opened = 0
    for (let i = 0; i < 5; i++)
      selector.file(`${i}`, {
        size: () => 0,
        isText: () => {
          opened += 1
          return true
        }
      })
    expect(opened).toBe(2)
  })

  it("enters directories unless a rule for directories keeps it out", () => {
    const selector = makeSelector([
      include(["*"]),
      exclude(["*"], { type: "dir", sentinel: ".nocopy" }),
      exclude([".*"], { type: "dir" }),
      include([".keep"], { type: "dir" }),
      exclude(["*"])
    ])
    const enters = (path: string, ...there: ReadonlyArray<string>) =>
      selector.entersDir(path, (name) => there.includes(name))
    expect(enters("a")).toBe(true)
    expect(enters("a", ".nocopy")).toBe(false)
    expect(enters("a/.git")).toBe(false)
    expect(enters(".keep")).toBe(true)
    expect(enters("x/.keep", ".nocopy")).toBe(true)
  })
})
