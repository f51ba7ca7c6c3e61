import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

describe("guild mark", () => {
  it.scoped("marks the latest run, or the one that is named, and unmarks all", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      for (const nth of [0, 1, 2]) writeSampleRun(home, nth)
      const marked = Effect.map(guild(home, ["runs", "-M", "-s"]), ({ out }) =>
        [...out.matchAll(/:(\w)\w+\]  train \[marked\]/g)].map((m) => m[1]).join("")
      )
      expect((yield* guild(home, ["mark", "-y"])).err).toBe("Marked 1 run(s)\n")
      expect((yield* guild(home, ["mark", "a", "-y"])).err).toBe("Marked 1 run(s)\n")
      expect(yield* marked).toBe("ca")
      expect((yield* guild(home, ["mark", "a", "--clear", "-y"])).err).toBe("Unmarked 1 run(s)\n")
      expect(yield* marked).toBe("c")
      const asked = yield* guild(home, ["mark", "--clear"], { answers: ["y"] })
      expect(asked.err).toMatch(
        /^You are about to unmark the following runs:\n {2}\[cccccccc\].*\nContinue\? \(Y\/n\) y\nUnmarked 1 run\(s\)\n$/
      )
      expect((yield* guild(home, ["mark", "--clear", "-y"])).err).toBe("No runs to unmark.\n")
    })
  )
})
