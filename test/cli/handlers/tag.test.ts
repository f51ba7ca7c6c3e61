import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

describe("guild tag", () => {
  it.scoped("adds and deletes tags, and lists those in use", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0, { tags: ["old"] })
      writeSampleRun(home, 1)
      const tags = Effect.map(guild(home, ["tag", "--list-all"]), ({ out }) => out.trimEnd())
      expect((yield* guild(home, ["tag", "-a", "x", "--add", "w", "-y"])).err).toBe("Modified tags for 1 run(s)\n")
      expect(yield* tags).toBe("old\nw\nx")
      const info = (...options: ReadonlyArray<string>) =>
        Effect.map(guild(home, ["runs", "info", "b", ...options]), ({ out }) => out)
      expect(yield* info("--comments")).toContain("\ntags: w, x\n")
      expect(yield* info()).not.toContain("tags:")
      expect(JSON.parse(yield* info("--json"))).toMatchObject({ tags: ["w", "x"] })
      yield* guild(home, ["tag", "-d", "x", "1:2", "-y"])
      expect(yield* tags).toBe("old\nw")
      yield* guild(home, ["tag", "-c", ":", "-y"])
      expect(yield* tags).toBe("")
    })
  )

  it.scoped("makes the same changes to the label when asked", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0, { label: "x=1", tags: ["a"] })
      yield* guild(home, ["tag", "-a", "best", "-s", "-y"])
      expect((yield* guild(home, ["select", "-a", "label"])).out).toBe("best x=1\n")
      yield* guild(home, ["tag", "-d", "best", "-s", "-y"])
      expect((yield* guild(home, ["select", "-a", "label"])).out).toBe("x=1\n")
    })
  )

  it.scoped("has to be told what to do", () =>
    Effect.gen(function* () {
      const { code, err } = yield* guild(yield* tempHome, ["tag"])
      expect(err).toContain("one of --add, --delete, --clear, --list-all is required")
      expect(code).toBe(1)
    })
  )
})
