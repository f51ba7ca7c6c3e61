import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const sample = Effect.map(tempHome, (home) => {
  const run = writeSampleRun(home, 0)
  for (const path of [
    "a",
    "b",
    "c/d.txt",
    "c/e.txt",
    "c/f.bin",
    ".guild/sourcecode/a.py",
    ".guild/sourcecode/guild.yml"
  ])
    writeRunFile(run, path)
  symlinkSync("c", join(run.dir, "l"))
  const ls = (...argv: ReadonlyArray<string>) =>
    Effect.map(guild(home, ["ls", ...argv]), ({ err, out }) => {
      expect(err).toBe("")
      const [heading = "", ...paths] = out.trimEnd().split("\n")
      return heading.endsWith(`${run.id}:`) ? paths : [heading, ...paths]
    })
  return { home, ls, run }
})

describe("guild ls", () => {
  it.scoped("lists a run's own files without following links", () =>
    Effect.gen(function* () {
      const { home, ls, run } = yield* sample
      expect(yield* ls()).toEqual(["  a", "  b", "  c/", "  c/d.txt", "  c/e.txt", "  c/f.bin", "  l/"])
      const shown = yield* guild(home, ["ls"], { host: { homeDir: home } })
      expect(shown.out.split("\n")[0]).toBe(`~/runs/${run.id}:`)
    })
  )

  it.scoped("lists what begins with a path or matches it", () =>
    Effect.gen(function* () {
      const { ls } = yield* sample
      expect(yield* ls("-p", "a")).toEqual(["  a"])
      expect(yield* ls("-p", "c")).toEqual(["  c/", "  c/d.txt", "  c/e.txt", "  c/f.bin"])
      expect(yield* ls("-p", "c/")).toEqual(["  c/", "  c/d.txt", "  c/e.txt", "  c/f.bin"])
      expect(yield* ls("-p", "*.txt")).toEqual(["  c/d.txt", "  c/e.txt"])
      expect(yield* ls("-p", "c/[de].*")).toEqual(["  c/d.txt", "  c/e.txt"])
      expect(yield* ls("-p", "no-match")).toEqual([])
      expect(yield* ls("-p", "(")).toEqual([])
    })
  )

  it.scoped("follows links when asked, and comes back from a circle of them", () =>
    Effect.gen(function* () {
      const { ls, run } = yield* sample
      expect(yield* ls("-L", "-p", "*.bin")).toEqual(["  c/f.bin", "  l/f.bin"])
      symlinkSync("..", join(run.dir, "c", "up"))
      expect(yield* ls("-L", "-p", "c/up")).toEqual(["  c/up/"])
    })
  )

  it.scoped("shows paths bare or in full", () =>
    Effect.gen(function* () {
      const { ls, run } = yield* sample
      expect(yield* ls("-n")).toEqual(["a", "b", "c/", "c/d.txt", "c/e.txt", "c/f.bin", "l/"])
      expect(yield* ls("-f", "-p", "c")).toEqual(
        ["c", "c/d.txt", "c/e.txt", "c/f.bin"].map((path) => `${run.dir}/${path}`)
      )
    })
  )

  it.scoped("lists Guild's own files, and source code, when asked", () =>
    Effect.gen(function* () {
      const { ls } = yield* sample
      const all = yield* ls("-a")
      expect(all[0]).toBe("  .guild/")
      expect(all).toContain("  .guild/attrs/exit_status")
      expect(all.indexOf("  .guild/opref")).toBeLessThan(all.indexOf("  .guild/sourcecode/"))
      expect(yield* ls("-s")).toEqual([
        "  .guild/sourcecode/",
        "  .guild/sourcecode/a.py",
        "  .guild/sourcecode/guild.yml"
      ])
      expect(yield* ls("-s", "-p", "a.*")).toEqual(["  .guild/sourcecode/a.py"])
    })
  )

  it.scoped("tells sizes", () =>
    Effect.gen(function* () {
      const { ls, run } = yield* sample
      writeRunFile(run, "big", "x".repeat(2048))
      expect(yield* ls("-h", "-p", "b")).toEqual(["    0B  b", "  2.0K  big"])
      expect(yield* ls("-x", "-p", "b")).toEqual(["     0  b", "  2048  big"])
    })
  )
})
