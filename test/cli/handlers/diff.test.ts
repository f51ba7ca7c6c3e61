import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import { notFound } from "../../../src/layers/ProcessesScripted.ts"
import type { CommandLineOptions } from "../../support/commandLine.ts"
import { guild } from "../../support/commandLine.ts"
import { writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"
import { writeScalars } from "../../support/writeScalars.ts"

/** Two runs, and what programs were started with their paths: those of the older and the newer run as OLD and NEW. */
const setting = (home: string) => {
  const script = new OpRef({
    pkgType: "script",
    pkgName: join(home, "proj"),
    pkgVersion: "",
    modelName: "",
    opName: "run.py"
  })
  const older = writeSampleRun(home, 0, { opRef: script })
  const newer = writeSampleRun(home, 1, { opRef: script })
  const started: Array<string> = []
  const short = (text: string) =>
    text.replaceAll(older.dir, "OLD").replaceAll(newer.dir, "NEW").replaceAll(home, "HOME")
  const options: CommandLineOptions = {
    host: { homeDir: home, cwd: home, env: {} },
    processes: ({ argv }) => {
      if (argv[0] === "missing") return notFound("missing")
      started.push(short(argv.join(" ")))
      return { acts: [], exitStatus: 1 }
    }
  }
  const diff = (...argv: ReadonlyArray<string>) =>
    Effect.map(guild(home, ["diff", ...argv], options), (ran) => ({
      ...ran,
      out: short(ran.out),
      err: short(ran.err),
      started: started.splice(0)
    }))
  return { older, newer, diff }
}

describe("guild diff", () => {
  it.scoped("gives a program the paths to compare, the older run first", () =>
    Effect.gen(function* () {
      const { diff } = setting(yield* tempHome)
      const cases: ReadonlyArray<readonly [options: string, ...commands: ReadonlyArray<string>]> = [
        ["", "echo OLD/ NEW/"],
        ["1 2", "echo NEW/ OLD/"],
        ["--sourcecode", "echo OLD/.guild/sourcecode NEW/.guild/sourcecode"],
        ["--path foo --path bar", "echo OLD/foo NEW/foo", "echo OLD/bar NEW/bar"],
        ["-O -f", "echo OLD/.guild/attrs/flags NEW/.guild/attrs/flags", "echo OLD/.guild/output NEW/.guild/output"],
        ["-a", "echo OLD/.guild/attrs NEW/.guild/attrs"],
        ["--working", "echo NEW/.guild/sourcecode HOME/proj"],
        ["2 --working -p a.py", "echo OLD/.guild/sourcecode/a.py HOME/proj/a.py"],
        ["--working-dir foobar", "echo NEW/.guild/sourcecode ./foobar"],
        ["2 -W /x", "echo OLD/.guild/sourcecode /x"]
      ]
      for (const [options, ...commands] of cases) {
        const ran = yield* diff(...options.split(" ").filter((word) => word !== ""), "--cmd", "echo")
        expect([options, ran.code, ran.started]).toEqual([options, 0, commands])
      }
    })
  )

  it.scoped("refuses what does not go together", () =>
    Effect.gen(function* () {
      const { diff } = setting(yield* tempHome)
      const said = (...argv: ReadonlyArray<string>) => Effect.map(diff(...argv), ({ err }) => err.split("\n")[0])
      expect(yield* said("1", "2", "--working")).toBe("guild: cannot specify RUN2 and --working")
      expect(yield* said("1", "2", "-W", "x")).toBe("guild: cannot specify RUN2 and --working-dir")
      expect(yield* said("--working", "--working-dir", "foo")).toBe(
        "guild: --working and --working-dir cannot both be specified"
      )
      expect(yield* said("--sourcecode", "--path", "foo")).toBe(
        "guild: --path and --sourcecode cannot both be specified"
      )
      expect(yield* said("1")).toBe("guild: diff requires two runs, got 1")
      expect(yield* said("-c", "'open")).toBe("guild: invalid command ''open': No closing quotation")
      expect(yield* said("-c", "missing -x")).toBe(
        "guild: error running 'missing -x OLD/ NEW/': No such file or directory"
      )
    })
  )

  it.scoped("takes the command of the user's configuration", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const { diff } = setting(home)
      mkdirSync(join(home, ".guild"))
      writeFileSync(join(home, ".guild/config.yml"), "diff:\n  command: mydiff --side 'a b'\n")
      expect((yield* diff("-O")).started).toEqual(["mydiff --side a b OLD/.guild/output NEW/.guild/output"])
      writeFileSync(join(home, ".guild/config.yml"), "diff:\n  command: [1]\n")
      expect((yield* diff("-O")).err).toBe(
        "guild: cannot use diff.command of HOME/.guild/config.yml: expected a text\n"
      )
    })
  )

  it.scoped("holds scalars and files against each other, alone or with other parts, and leaves nothing behind", () =>
    Effect.gen(function* () {
      const { diff, newer, older } = setting(yield* tempHome)
      for (const [run, loss] of [
        [older, 0.5],
        [newer, 1e-9]
      ] as const) {
        yield* writeScalars(join(run.dir, ".guild"), [
          ["same", 2, 7],
          ["loss", loss, 10]
        ])
        writeRunFile(run, "model/weights.txt", `${loss}\n`)
        writeRunFile(run, "equal.txt", "equal\n")
      }
      writeRunFile(newer, "only.txt", "here\n")
      const scalars = yield* diff("--scalars")
      expect(scalars.out.split("\n").slice(2)).toEqual([
        "@@ -1,2 +1,2 @@",
        "-loss: 0.5 (step 10)",
        expect.stringMatching(/^\+loss: 9\.99\d+e-10 \(step 10\)$/),
        " same: 2.0 (step 7)",
        ""
      ])
      expect(scalars.out).toMatch(/^--- \S+\/aaaaaaaa-scalars\n\+\+\+ \S+\/bbbbbbbb-scalars\n/)
      expect((yield* diff("--files")).out).toBe(
        [
          "--- OLD/model/weights.txt",
          "+++ NEW/model/weights.txt",
          "@@ -1 +1 @@",
          "-0.5",
          "+1e-9",
          "--- /dev/null",
          "+++ NEW/only.txt",
          "@@ -0,0 +1 @@",
          "+here",
          ""
        ].join("\n")
      )
      const [output, files, values, ...more] = (yield* diff("-O", "--scalars", "--files", "-c", "tool")).started
      expect(more).toEqual([])
      expect(output).toBe("tool OLD/.guild/output NEW/.guild/output")
      expect(files).toMatch(/^tool \/\S+\/aaaaaaaa \/\S+\/bbbbbbbb$/)
      expect(values).toMatch(/^tool \/\S+\/aaaaaaaa-scalars \/\S+\/bbbbbbbb-scalars$/)
      for (const path of `${files} ${values}`.split(" ").filter((word) => word.startsWith("/")))
        expect(existsSync(path)).toBe(false)
    })
  )

  it.scoped("shows differences itself where nobody else does, with nothing that acts on a terminal", () =>
    Effect.gen(function* () {
      const { diff, newer, older } = setting(yield* tempHome)
      writeRunFile(older, "d/log.txt", "a\nsame\n\u001b[31mx")
      writeRunFile(newer, "d/log.txt", "b\nsame\nx\n")
      writeRunFile(older, "d/bin", "\0a")
      writeRunFile(newer, "d/bin", "\0b")
      writeRunFile(newer, "d/new.txt", "new\n")
      writeRunFile(older, "d/equal", "equal")
      writeRunFile(newer, "d/equal", "equal")
      expect((yield* diff("-p", "d")).out).toBe(
        [
          "Binary files OLD/d/bin and NEW/d/bin differ",
          "--- OLD/d/log.txt",
          "+++ NEW/d/log.txt",
          "@@ -1,3 +1,3 @@",
          "-a",
          "+b",
          " same",
          "-\\x1b[31mx",
          "\\ No newline at end of file",
          "+x",
          "--- /dev/null",
          "+++ NEW/d/new.txt",
          "@@ -0,0 +1 @@",
          "+new",
          ""
        ].join("\n")
      )
      expect((yield* diff("-f")).out).toContain("@@ -1 +1 @@\n-x: 0\n+x: 1\n")
      expect((yield* diff("-p", "nothing")).out).toBe("")
    })
  )

  it.scoped(
    "tells of every difference, also in bytes that are no text and in files that are too large to be shown",
    () =>
      Effect.gen(function* () {
        const { diff, newer, older } = setting(yield* tempHome)
        const large = 32 * 1024 * 1024
        for (const [run, byte, last] of [
          [older, 0xff, "1"],
          [newer, 0xfe, "2"]
        ] as const) {
          writeRunFile(run, "d/latin.txt", "")
          writeFileSync(join(run.dir, "d/latin.txt"), Buffer.from([0x61, byte, 0x0a]))
          writeFileSync(join(run.dir, "d/large.txt"), Buffer.concat([Buffer.alloc(large, "x"), Buffer.from(last)]))
          writeFileSync(join(run.dir, "d/equal.txt"), Buffer.alloc(large, "x"))
        }
        expect((yield* diff("-p", "d")).out).toBe(
          "Files OLD/d/large.txt and NEW/d/large.txt differ\nBinary files OLD/d/latin.txt and NEW/d/latin.txt differ\n"
        )
      })
  )

  it.scoped("passes over what is no file, such as a pipe, and compares the rest", () =>
    Effect.gen(function* () {
      const { diff, newer, older } = setting(yield* tempHome)
      for (const run of [older, newer]) {
        writeRunFile(run, "d/z.txt", run === older ? "a\n" : "b\n")
        execFileSync("mkfifo", [join(run.dir, "d/pipe")])
        symlinkSync("loop", join(run.dir, "d/loop"))
      }
      const { code, err, out } = yield* diff("-p", "d")
      expect(code).toBe(0)
      expect(err).toContain("cannot read OLD/d/pipe: it is no regular file")
      expect(out).toContain("-a\n+b\n")
    })
  )

  it.scoped("holds dependencies against each other, whichever Guild recorded them", () =>
    Effect.gen(function* () {
      const { diff, newer, older } = setting(yield* tempHome)
      writeRunFile(older, ".guild/attrs/resolved_deps", "data:\n  file:a.txt:\n  - a.txt\n")
      writeRunFile(newer, ".guild/attrs/deps", "data:\n  file:b.txt:\n    paths:\n    - b.txt\n    uri: file:b.txt\n")
      expect((yield* diff("--deps", "-c", "echo")).started).toEqual([
        "echo OLD/.guild/attrs/resolved_deps NEW/.guild/attrs/deps"
      ])
    })
  )
})
