import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import { guild } from "../../support/commandLine.ts"
import { sampleRun, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const ids = (home: string, ...nth: ReadonlyArray<number>): ReadonlyArray<string> =>
  nth.map((each) => sampleRun(home, each).id)

const runsIn = (dir: string): ReadonlyArray<string> => readdirSync(dir).sort()

describe("guild export and guild import", () => {
  for (const name of ["out", "out.zip"]) {
    it.scoped(`bring the runs that are named to ${name} and back`, () =>
      Effect.gen(function* () {
        const home = yield* tempHome
        const other = join(home, "other")
        const place = join(home, name)
        for (const nth of [0, 1, 2]) writeSampleRun(home, nth)
        const exported = yield* guild(home, ["export", place, "1:2", "-y"])
        const [first = "", second = ""] = ids(home, 2, 1)
        expect(exported).toEqual({
          out: "",
          err: `Copying ${first}\nCopying ${second}\nExported 2 run(s)\n`,
          code: 0
        })
        expect((yield* guild(home, ["export", place, "-y"])).err).toBe(
          [
            `WARNING: ${place}/${first} exists, skipping`,
            `WARNING: ${place}/${second} exists, skipping`,
            `Copying ${ids(home, 0)[0]}`,
            "Exported 1 run(s)\n"
          ].join("\n")
        )
        const imported = yield* guild(other, ["import", place, "-l", "x=1", "-y"])
        expect(imported.err).toBe(`Copying ${second}\nImported 1 run(s)\n`)
        expect((yield* guild(other, ["import", place, "-y"])).err).toContain(`WARNING: ${second} exists, skipping\n`)
        expect(runsIn(join(other, "runs"))).toEqual([...ids(home, 0, 1, 2)].sort())
        expect((yield* guild(other, ["select"])).out).toBe(`${first}\n`)
      })
    )
  }

  it.scoped("ask before they act, and do nothing without a yes", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      const place = join(home, "out")
      const asked = yield* guild(home, ["export", place, "--move"], { answers: ["n"] })
      expect(asked.err).toMatch(/^You are about to move the following runs to '.*out':\n {2}\[aaaaaaaa\] {2}train /)
      expect(asked.code).toBe(1)
      expect(existsSync(place)).toBe(false)
      yield* guild(home, ["export", place], { answers: [""] })
      const again = yield* guild(join(home, "other"), ["import", place, "-m"], { answers: ["n"] })
      expect(again.err).toContain(`You are about to import (move) the following runs from '${place}':`)
    })
  )

  for (const name of ["out", "out.zip"]) {
    it.scoped(`move runs to ${name}, but for those that are running`, () =>
      Effect.gen(function* () {
        const home = yield* tempHome
        writeSampleRun(home, 0)
        const running = RunStatus.Running({ pid: process.pid })
        writeSampleRun(home, 1, { status: running, exitStatus: undefined })
        const [done, busy] = ids(home, 0, 1)
        const moved = yield* guild(home, ["runs", "export", join(home, name), "--move", "-y"])
        expect(moved.err).toBe(`WARNING: ${busy} is still running, skipping\nMoving ${done}\nExported 1 run(s)\n`)
        expect(runsIn(join(home, "runs"))).toEqual([busy])
        expect((yield* guild(home, ["runs", "import", join(home, name), "-y"])).err).toContain("Imported 1 run(s)")
      })
    )
  }

  it.scoped("move runs out of a directory", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      const place = join(home, "out")
      yield* guild(home, ["export", place, "-m", "-y"])
      expect((yield* guild(home, ["runs", "--archive", place])).out).toContain("train")
      yield* guild(home, ["import", place, "-m", "-y"])
      expect(runsIn(place)).toEqual([".guild-nocopy"])
      expect(runsIn(join(home, "runs"))).toEqual(ids(home, 0))
    })
  )

  it.scoped("say what is wrong where nothing can be made", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      writeFileSync(join(home, "file"), "")
      const noHome = yield* guild(join(home, "file/home"), ["import", join(home, "runs"), "-y"])
      expect(noHome.code).toBe(1)
      expect(noHome.err).toMatch(/^guild: cannot \w+ .*file\/home.*ENOTDIR/m)
      const exported = yield* guild(home, ["export", "/proc/no-such-place", "-y"])
      expect(exported.code).toBe(1)
      expect(exported.err).toContain("guild: cannot open /proc/no-such-place: ENOENT")
    })
  )

  it.scoped("say what is wrong with a place", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeFileSync(join(home, "file"), "")
      writeFileSync(join(home, "bad.zip"), "no zip")
      mkdirSync(join(home, "empty"))
      const said = (...argv: ReadonlyArray<string>) => Effect.map(guild(home, argv), ({ err }) => err)
      expect(yield* said("export", `${home}/file`, "-y")).toBe(`guild: '${home}/file' is not a directory\n`)
      expect(yield* said("import", `${home}/none`, "-y")).toBe(`guild: archive '${home}/none' does not exist\n`)
      expect(yield* said("import", `${home}/file`, "-y")).toBe(
        `guild: invalid archive '${home}/file' - expected a directory\n`
      )
      expect(yield* said("import", `${home}/bad.zip`, "-y")).toContain("bad.zip: the archive is damaged")
      expect(yield* said("import", `${home}/bad.zip`, "-m")).toContain("it is a zip file")
      expect(yield* said("import", `${home}/empty`)).toBe("Nothing to import.\n")
      expect(yield* said("export", `${home}/new`)).toBe("Nothing to export.\n")
      expect((yield* guild(home, ["export"])).code).toBe(2)
    })
  )
})

describe("guild archive", () => {
  const named = (home: string) => ({ host: { homeDir: home, env: {} } })

  it.scoped("moves runs to an archive of the user's by name, where they are listed and come back from", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      for (const nth of [0, 1, 2]) writeSampleRun(home, nth)
      const run = (...argv: ReadonlyArray<string>) => guild(home, argv, named(home))
      const [first = "", second = ""] = ids(home, 2, 1)
      expect((yield* run("archive", "old", "1:2", "-y")).err).toContain("archive 'old' does not exist\nUse --create")
      const made = yield* run("archive", "old", "1:2", "--create", "-d", "last year's", "-y")
      expect(made.err).toBe(`Moving ${first}\nMoving ${second}\nArchived 2 run(s)\n`)
      expect(runsIn(join(home, "runs"))).toEqual(ids(home, 0))
      expect(runsIn(join(home, ".guild/archives/old"))).toEqual([".guild-nocopy", "archive.json", first, second].sort())
      expect((yield* run("archive", "--list")).out).toBe("old  2 run(s)  last year's\n")
      expect((yield* run("archive", "-lv")).out).toContain("  path: ~/.guild/archives/old\n  created: ")
      expect((yield* run("runs", "--archive", "old")).out.split("\n")).toHaveLength(3)
      expect((yield* run("runs", "archive", "old", "-c", "-y")).err).toContain("Copying")
      expect((yield* run("archive", "old", "-y")).err).toContain(" exists, skipping\nArchived 0 run(s)\n")
      expect((yield* run("import", "old", "-m", "-l", "x=1", "-y")).err).toBe(`Moving ${second}\nImported 1 run(s)\n`)
    })
  )

  it.scoped("asks before it acts, and makes no archive without a yes", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      const asked = yield* guild(home, ["archive", "new", "--create"], { ...named(home), answers: ["n"] })
      expect(asked.err).toMatch(
        /^You are about to move the following runs to archive 'new':\n {2}\[aaaaaaaa\] {2}train /
      )
      expect(asked.code).toBe(1)
      expect((yield* guild(home, ["archive", "-l"], named(home))).out).toBe("")
    })
  )

  for (const name of ["..", ".hidden", "a/b", "a\u001b[2J", ""]) {
    it.scoped(`takes no ${JSON.stringify(name)} as a name`, () =>
      Effect.gen(function* () {
        const home = yield* tempHome
        writeSampleRun(home, 0)
        const ran = yield* guild(home, ["archive", name, "--create", "-y"], named(home))
        expect(ran.code).toBe(1)
        expect(ran.err).toContain("invalid archive name")
        expect(ran.err).not.toContain("\u001b")
        expect(existsSync(join(home, ".guild"))).toBe(false)
      })
    )
  }
})
