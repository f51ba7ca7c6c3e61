import { readdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const oneRun = Effect.map(tempHome, (home) => {
  writeSampleRun(home, 0)
  return home
})

describe("guild comment", () => {
  it.scoped("adds comments with their author, lists and deletes them", () =>
    Effect.gen(function* () {
      const home = yield* oneRun
      expect((yield* guild(home, ["comment", "-a", "first", "-y"])).err).toBe("Added comment to 1 run(s)\n")
      yield* guild(home, ["comment", "-a", "second", "-u", "ann@lab", "-y"])
      const listed = yield* guild(home, ["comment", "-l"])
      expect(listed.out).toMatch(
        /^\[aaaaaaaa\] {2}train .*\n {2}\[1\] tester@testhost \d{4}-.*\n {4}first\n {2}\[2\] ann@lab .*\n {4}second\n$/
      )
      expect((yield* guild(home, ["runs", "-c", "-Fc", "seco"])).out).toContain("    second\n")
      expect((yield* guild(home, ["comment", "-d", "1", "-y"])).err).toBe("Deleted comment for 1 run(s)\n")
      expect((yield* guild(home, ["comment", "-l"])).out).not.toContain("first")
      expect((yield* guild(home, ["comment", "-d", "2", "-y"])).err).toBe(
        "guild: no comment 2 for run aaaaaaaa\nTry 'guild comment --list aaaaaaaa' for a list.\n"
      )
      expect((yield* guild(home, ["comment", "--clear", "-y"])).err).toBe("Deleted all comments for 1 run(s)\n")
      expect((yield* guild(home, ["comment", "-l"])).out).toContain("<no comments>")
    })
  )

  it.scoped("takes the comment from an editor, without the notes in it", () =>
    Effect.gen(function* () {
      const home = yield* oneRun
      const edit = (text: string, exitStatus: number) =>
        guild(home, ["comment", "-y"], {
          host: { env: { EDITOR: "ed --here" } },
          processes: ({ argv }) => {
            expect(argv.slice(0, 2)).toEqual(["ed", "--here"])
            writeFileSync(argv.at(-1) ?? "", text)
            return { acts: [], exitStatus }
          }
        })
      expect((yield* edit("typed\n# a note\n", 0)).err).toBe("Added comment to 1 run(s)\n")
      expect((yield* guild(home, ["comment", "-l"])).out).toMatch(/\n {4}typed\n$/)
      expect((yield* edit("# a note\n", 0)).err).toBe("Empty comment - nothing was added\n")
      expect((yield* edit("typed", 1)).err).toBe("Empty comment - nothing was added\n")
    })
  )

  it.scoped("opens no editor for a run that is not there", () =>
    Effect.gen(function* () {
      const home = yield* oneRun
      const { code, err } = yield* guild(home, ["comment", "9", "-y"], { host: { env: { EDITOR: "ed" } } })
      expect([code, err]).toEqual([1, expect.stringContaining("could not find a run matching '9'")])
    })
  )

  it.scoped("keeps what somebody else adds while the editor is open, to the run that was the latest then", () =>
    Effect.gen(function* () {
      const home = yield* oneRun
      yield* guild(home, ["comment", "-y"], {
        host: { env: { EDITOR: "ed" } },
        processes: ({ argv }) => {
          const id = readdirSync(join(home, "runs"))[0] ?? ""
          writeFileSync(
            join(home, "runs", id, ".guild/attrs/comments"),
            "- body: theirs\n  time: 1\n  user: u\n  host: h\n"
          )
          writeSampleRun(home, 1)
          writeFileSync(argv.at(-1) ?? "", "mine")
          return { acts: [], exitStatus: 0 }
        }
      })
      expect((yield* guild(home, ["comment", "-l", "a"])).out).toMatch(/\n {4}theirs\n.*\n {4}mine\n$/)
    })
  )
})
