import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { guild } from "../../support/commandLine.ts"
import { writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const opening = Effect.map(tempHome, (home) => {
  const run = writeSampleRun(home, 0)
  const started: Array<{ readonly argv: ReadonlyArray<string>; readonly cwd: string }> = []
  const open = (argv: ReadonlyArray<string>, exitStatus = 0, env: Readonly<Record<string, string>> = {}) =>
    guild(home, ["open", ...argv], {
      host: { env },
      processes: (spec) => {
        started.push({ argv: spec.argv, cwd: spec.cwd })
        return { acts: [], exitStatus }
      }
    })
  return { open, run, started }
})

describe("guild open", () => {
  it.scoped("adds the path to the words of the command", () =>
    Effect.gen(function* () {
      const { open, run, started } = yield* opening
      yield* open(["-c", "echo"])
      yield* open(["-c", "echo a 'b c'", "-p", "foo.txt"])
      yield* open(["-c", "echo", "-s"])
      yield* open(["-c", "echo", "-O"])
      expect(started.map(({ argv }) => argv)).toEqual([
        ["echo", `${run.dir}/`],
        ["echo", "a", "b c", `${run.dir}/foo.txt`],
        ["echo", `${run.dir}/.guild/sourcecode/`],
        ["echo", `${run.dir}/.guild/output`]
      ])
    })
  )

  it.scoped("uses what the system has for a path otherwise", () =>
    Effect.gen(function* () {
      const { open, run, started } = yield* opening
      yield* open([])
      expect(started.map(({ argv }) => argv)).toEqual([["xdg-open", `${run.dir}/`]])
    })
  )

  it.scoped("starts a shell in the directory", () =>
    Effect.gen(function* () {
      const { open, run, started } = yield* opening
      writeRunFile(run, "sub/f")
      const shown = yield* open(["--shell"], 0, { SHELL: "/bin/zsh" })
      yield* open(["--shell-cmd", "bash -l", "-p", "sub/f"])
      expect(started).toEqual([
        { argv: ["/bin/zsh"], cwd: `${run.dir}/` },
        { argv: ["bash", "-l"], cwd: `${run.dir}/sub` }
      ])
      expect(shown.out).toContain("To exit the shell, type 'exit' and press Enter.")
    })
  )

  it.scoped("fails as the command does", () =>
    Effect.gen(function* () {
      const { open, run } = yield* opening
      expect(yield* open(["-c", "false"], 3)).toEqual({
        out: "",
        err: `guild: error running 'false ${run.dir}/': exit status 3\n`,
        code: 1
      })
      expect((yield* open(["-c", "echo 'a"])).err).toBe("guild: invalid command 'echo 'a': No closing quotation\n")
    })
  )
})
