import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { describe, expect, it } from "vitest"
import { isTaken, moveTree } from "../../../src/layers/run-store/MoveRun.ts"

const shm = "/dev/shm"
const acrossDevices = existsSync(shm) && lstatSync(shm).dev !== lstatSync(tmpdir()).dev

const withDirs = (parents: ReadonlyArray<string>, test: (...dirs: ReadonlyArray<string>) => void) => {
  const dirs = parents.map((parent) => mkdtempSync(join(parent, "guild-move-")))
  try {
    test(...dirs)
  } finally {
    for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
  }
}

describe("moving a run", () => {
  it.runIf(acrossDevices)("to another file system keeps links as links and leaves nothing behind", () =>
    withDirs([tmpdir(), shm], (from = "", to = "") => {
      const run = join(from, "run")
      mkdirSync(join(run, ".guild"), { recursive: true })
      writeFileSync(join(run, ".guild/opref"), "x")
      symlinkSync("../other", join(run, "dep"))
      symlinkSync("/nowhere/at/all", join(run, "broken"))
      moveTree(run, join(to, "trash/runs/run"))
      expect(existsSync(run)).toBe(false)
      expect(readFileSync(join(to, "trash/runs/run/.guild/opref"), "utf8")).toBe("x")
      expect(readlinkSync(join(to, "trash/runs/run/dep"))).toBe("../other")
      expect(readlinkSync(join(to, "trash/runs/run/broken"))).toBe("/nowhere/at/all")
    })
  )

  it("sees that a name is taken by a broken link", () =>
    withDirs([tmpdir()], (dir = "") => {
      symlinkSync("nowhere", join(dir, "link"))
      expect([isTaken(join(dir, "link")), isTaken(join(dir, "free"))]).toEqual([true, false])
    }))
})
