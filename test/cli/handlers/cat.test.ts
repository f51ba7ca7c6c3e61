import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

describe("guild cat", () => {
  it.scoped("shows a file of a run byte by byte, and what the run printed", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0)
      writeRunFile(run, "msg.txt", "no newline, \u001b[31mred")
      writeRunFile(run, ".guild/output", "hi\n")
      writeRunFile(run, ".guild/sourcecode/a.py", "x = 1\n")
      expect(yield* guild(home, ["cat", "-p", "msg.txt"])).toEqual({
        out: "no newline, \u001b[31mred",
        err: "",
        code: 0
      })
      expect((yield* guild(home, ["cat", "--output", "a"])).out).toBe("hi\n")
      expect((yield* guild(home, ["cat", "-s", "-p", "a.py"])).out).toBe("x = 1\n")
      expect((yield* guild(home, ["cat", "-O", "-pa"], { terminal: { isTerminal: true } })).out).toBe("hi\n")
    })
  )

  it.scoped("says what is not there", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0)
      expect(yield* guild(home, ["cat", "--output"])).toEqual({
        out: "",
        err: `guild: ${run.dir}/.guild/output does not exist\n`,
        code: 1
      })
      expect((yield* guild(home, ["cat", "-p", ".guild"])).err).toMatch(/^guild: cannot read .*: it is a directory$/m)
    })
  )

  it.scoped("stays inside the run directory", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      for (const path of ["../x", "/etc/passwd", "a/../../x"])
        expect((yield* guild(home, ["cat", "-p", path])).err).toContain(
          `path '${path}' is not inside the run directory`
        )
    })
  )

  it.scoped("has to be told what to show, and only one thing", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      expect((yield* guild(home, ["cat"])).err).toContain("one of --path, --output is required")
      expect((yield* guild(home, ["cat", "-p", "x", "-O"])).err).toContain("cannot both be specified")
    })
  )
})
