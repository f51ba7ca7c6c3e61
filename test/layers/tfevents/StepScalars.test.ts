import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { findEventFiles } from "../../../src/layers/tfevents/EventFiles.ts"

const root = mkdtempSync(join(tmpdir(), "guild-steps-"))

afterAll(() => rmSync(root, { recursive: true, force: true }))

const EVENTS = "events.out.tfevents.1.host.1.0"

/** A run directory with event files in some of its directories. */
const run = (name: string, stepped: boolean, ...dirs: ReadonlyArray<string>): string => {
  const dir = join(root, name)
  mkdirSync(join(dir, ".guild/attrs"), { recursive: true })
  writeFileSync(join(dir, ".guild/opref"), "test:'' '' '' op\n")
  if (stepped) writeFileSync(join(dir, ".guild/attrs/steps"), "- a\n")
  for (const each of dirs) {
    mkdirSync(join(dir, each), { recursive: true })
    writeFileSync(join(dir, each, EVENTS), "")
  }
  return dir
}

const prefixes = (dir: string) => findEventFiles(dir).map(({ prefix }) => prefix)

describe("the event files of a run with steps", () => {
  run("train", false, ".guild", "logs", ".guild/sourcecode")
  const inner = run("inner", true, "own")
  const whole = run("whole", true)
  symlinkSync("../train", join(inner, "fit"))
  symlinkSync("../train", join(whole, "train"))
  symlinkSync("../inner", join(whole, "part"))
  symlinkSync("../whole", join(inner, "circle"))

  it("are those of its steps, under their names, and of steps of steps", () => {
    const found = prefixes(whole)
    for (const prefix of ["train", "train/logs", "part/fit", "part/fit/logs", "part/own"])
      expect(found).toContain(prefix)
    expect(found.filter((prefix) => prefix.includes("sourcecode"))).toEqual([])
  })

  it("are not looked for through other links", () => {
    const batch = run("batch", false, "x")
    symlinkSync("../train", join(batch, "trial"))
    expect(prefixes(batch)).toEqual(["x"])
    mkdirSync(join(root, "elsewhere"))
    writeFileSync(join(root, "elsewhere", EVENTS), "")
    symlinkSync("../elsewhere", join(whole, "data"))
    expect(prefixes(whole)).not.toContain("data")
  })

  it("are found in bounded time where links lead in a circle", () => {
    expect(prefixes(whole).length).toBeLessThan(100)
  })

  it("are found in directories that are told by their paths in the run", () => {
    const told: Array<string> = []
    findEventFiles(whole, (path) => told.push(path))
    expect(told).toContain("")
    expect(told).toContain("train/.guild")
    expect(told.every((path) => !path.endsWith("/") && !path.startsWith("/"))).toBe(true)
  })
})
