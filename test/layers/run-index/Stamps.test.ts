import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterEach, beforeEach, describe, expect, it } from "vitest"
import { STAMPED, stampOf, takeStamps } from "../../../src/layers/run-index/Stamps.ts"
import { PATIENCE_MS } from "../../support/patience.ts"
import { nextFileTime } from "../../support/tempHome.ts"

let dir = ""
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), "guild-stamps-"))))
afterEach(() => rmSync(dir, { recursive: true, force: true }))

const LABEL = ".guild/attrs/label"

const make = (name: string): string => {
  const run = join(dir, name)
  mkdirSync(join(run, ".guild/attrs"), { recursive: true })
  writeFileSync(join(run, LABEL), "same size")
  return run
}

const times = (run: string) => [".guild", ".guild/attrs", LABEL].map((file) => statSync(join(run, file)).ctimeMs)

describe("stamps", () => {
  it("are none where there is no file, and stay while nothing changes", () => {
    const run = make("run")
    const { stamps } = takeStamps(run)
    expect(STAMPED.filter((_, i) => stamps[i] !== null)).toEqual(["guild", "attrs", "label"])
    expect(takeStamps(run).stamps).toEqual(stamps)
    expect(STAMPED.map((what) => stampOf(run, what))).toEqual(stamps)
    expect(stamps.every((stamp) => stamp === null || Number.isSafeInteger(stamp))).toBe(true)
    expect(takeStamps(join(dir, "none"))).toEqual({ stamps: STAMPED.map(() => null), newestMs: 0 })
  })

  it("show a change whose writer put the modification time back", () => {
    const run = make("run")
    const { atime, mtime } = statSync(join(run, LABEL))
    utimesSync(join(run, LABEL), atime, mtime)
    const before = stampOf(run, "label")
    nextFileTime(dir)
    writeFileSync(join(run, LABEL), "sAme sIze")
    utimesSync(join(run, LABEL), atime, mtime)
    expect(stampOf(run, "label")).not.toBe(before)
  })

  it("show another directory in the place of one that was made at the same time", () => {
    const deadline = performance.now() + PATIENCE_MS
    for (let i = 0; ; i++) {
      const [a, b] = [make(`a${i}`), make(`b${i}`)]
      if (performance.now() > deadline) throw new Error("no two directories were made at the same time")
      if (times(a).some((time, file) => time !== times(b)[file])) continue
      const before = takeStamps(a).stamps
      renameSync(a, join(dir, "away"))
      renameSync(b, a)
      const after = takeStamps(a).stamps
      expect(STAMPED.filter((_, i) => before[i] !== after[i])).toEqual(["guild", "attrs", "label"])
      return
    }
  })
})
