import { existsSync } from "node:fs"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import { writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const ids = (home: string, ...argv: ReadonlyArray<string>) =>
  Effect.map(guild(home, ["runs", "-s", ...argv]), ({ out }) =>
    [...out.matchAll(/:(\w)\w+\]/g)].map((m) => m[1]).join("")
  )

const twoRuns = Effect.map(tempHome, (home) => {
  writeSampleRun(home, 0)
  writeSampleRun(home, 1)
  return home
})

const TABLE = [
  "  [bbbbbbbb]  train  2020-05-01 12:01:00  completed  x=1",
  "  [aaaaaaaa]  train  2020-05-01 12:00:00  completed  x=0"
]

describe("guild runs rm", () => {
  it.scoped("shows what it is about to delete and asks", () =>
    Effect.gen(function* () {
      const home = yield* twoRuns
      expect(yield* guild(home, ["runs", "rm"], { answers: ["n"] })).toEqual({
        out: "",
        err: ["You are about to delete the following runs:", ...TABLE, "Delete these runs? (Y/n) n", ""].join("\n"),
        code: 1
      })
      expect(yield* ids(home)).toBe("ba")
      expect((yield* guild(home, ["runs", "rm"], { answers: [""] })).err).toMatch(/\(Y\/n\) \nDeleted 2 run\(s\)\n$/)
      expect(yield* ids(home)).toBe("")
      expect(yield* ids(home, "-d")).toBe("ba")
    })
  )

  it.scoped("refuses where nobody is there to answer", () =>
    Effect.gen(function* () {
      const home = yield* twoRuns
      const { code, err } = yield* guild(home, ["runs", "rm"])
      expect(err).toMatch(
        /guild: cannot ask 'Delete these runs\?': standard input is at its end\nUse --yes to go on without being asked.\n$/
      )
      expect(code).toBe(1)
      expect(yield* ids(home)).toBe("ba")
    })
  )

  it.scoped("deletes without a word of warning when told yes, and only the runs that are named", () =>
    Effect.gen(function* () {
      const home = yield* twoRuns
      expect(yield* guild(home, ["runs", "delete", "2", "-y"])).toEqual({ out: "", err: "Deleted 1 run(s)\n", code: 0 })
      expect(yield* ids(home)).toBe("b")
      expect(yield* guild(home, ["runs", "rm", "-y", "-o", "nothing"])).toEqual({
        out: "",
        err: "Nothing to delete.\n",
        code: 0
      })
    })
  )

  it.scoped("takes Enter for no where runs would be gone for good", () =>
    Effect.gen(function* () {
      const home = yield* twoRuns
      const asked = yield* guild(home, ["runs", "rm", "-p"], { answers: [""] })
      expect(asked.err).toContain("WARNING: You are about to permanently delete the following runs:\n")
      expect(asked.err).toContain("Permanently delete these runs? (y/N) ")
      expect(asked.code).toBe(1)
      expect((yield* guild(home, ["runs", "rm", "-p", "-y"])).err).toBe("Permanently deleted 2 run(s)\n")
      expect(yield* ids(home, "-d")).toBe("")
    })
  )
})

describe("guild runs restore", () => {
  it.scoped("brings deleted runs back as they were", () =>
    Effect.gen(function* () {
      const home = yield* twoRuns
      yield* guild(home, ["runs", "rm", "-y"])
      const asked = yield* guild(home, ["runs", "restore", "a"], { answers: ["y"] })
      expect(asked.err).toBe(
        [
          "You are about to restore the following runs:",
          TABLE[1],
          "Restore these runs? (Y/n) y",
          "Restored 1 run(s)",
          ""
        ].join("\n")
      )
      expect(yield* ids(home)).toBe("a")
      expect((yield* guild(home, ["runs", "restore", "-y"])).err).toBe("Restored 1 run(s)\n")
      expect((yield* guild(home, ["runs", "restore", "-y"])).err).toBe("Nothing to restore.\n")
      expect(yield* ids(home)).toBe("ba")
    })
  )
})

describe("guild runs purge", () => {
  it.scoped("removes deleted runs for good and leaves the others", () =>
    Effect.gen(function* () {
      const home = yield* twoRuns
      yield* guild(home, ["runs", "rm", "a", "-y"])
      expect((yield* guild(home, ["runs", "purge", "-y"])).err).toBe("Permanently deleted 1 run(s)\n")
      expect(yield* ids(home, "-d")).toBe("")
      expect(existsSync(`${home}/runs/${"b".repeat(32)}`)).toBe(true)
      expect((yield* guild(home, ["runs", "purge", "-y"])).err).toBe("Nothing to purge.\n")
    })
  )

  it.scoped.runIf(process.platform === "linux")(
    "deletes no run that goes on elsewhere, where it cannot be stopped",
    () =>
      Effect.gen(function* () {
        const home = yield* twoRuns
        const run = writeSampleRun(home, 2, { status: RunStatus.Running({ pid: process.pid }), exitStatus: undefined })
        writeRunFile(run, ".guild/LOCK.owner", `${process.pid} 1 another-boot pid:[1]`)
        expect(yield* guild(home, ["runs", "rm", "-y"])).toEqual({
          out: "",
          err: "guild: run cccccccc is running on another machine or in another container\nStop it there first.\n",
          code: 1
        })
        expect(yield* ids(home)).toBe("cba")
      })
  )
})
