import { symlinkSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import { guild } from "../../support/commandLine.ts"
import { op, writeRunFile, writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"

const lines = (text: string): ReadonlyArray<string> => text.trimEnd().split("\n")

describe("guild runs", () => {
  it.scoped("lists runs, the latest first", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      writeSampleRun(home, 1, {
        opRef: op("evaluate"),
        label: "",
        status: RunStatus.Failed({ exitCode: 1 }),
        exitStatus: 1
      })
      writeSampleRun(home, 2, { opRef: op("train", "/work/other"), marked: true })
      expect(yield* guild(home, ["runs"])).toEqual({
        out: [
          "[1:cccccccc]  train (../other) [marked]  2020-05-01 12:02:00  completed  x=2",
          "[2:bbbbbbbb]  evaluate                   2020-05-01 12:01:00  error",
          "[3:aaaaaaaa]  train                      2020-05-01 12:00:00  completed  x=0",
          ""
        ].join("\n"),
        err: "",
        code: 0
      })
    })
  )

  it.scoped("says nothing where there are no runs", () =>
    Effect.gen(function* () {
      expect(yield* guild(yield* tempHome, ["runs", "list"])).toEqual({ out: "", err: "", code: 0 })
    })
  )

  it.scoped("shows twenty runs, and more when asked", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      for (let nth = 0; nth < 25; nth++) writeSampleRun(home, nth)
      const first = yield* guild(home, ["runs"])
      expect(lines(first.out)).toHaveLength(20)
      expect(first.err).toBe("Showing the first 20 runs (25 total) - use --all to show all or -m to show more\n")
      const counts = yield* Effect.forEach([["-m"], ["--all"], ["-n3"], ["--limit", "100"]], (options) =>
        Effect.map(guild(home, ["runs", ...options]), ({ err, out }) => [lines(out).length, err])
      )
      expect(counts).toEqual([
        [25, ""],
        [25, ""],
        [3, ""],
        [25, ""]
      ])
      expect(yield* guild(home, ["runs", "-a", "-n", "3"])).toMatchObject({
        err: "guild: --all and --limit cannot both be specified\n",
        code: 1
      })
    })
  )

  it.scoped("lists the runs of a stepped run alone where one of its steps asks", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const [pipeline, step, inner] = [0, 1, 2, 3].map((nth) => writeSampleRun(home, nth))
      if (pipeline === undefined || step === undefined || inner === undefined) throw new Error("no sample runs")
      for (const run of [step, inner]) writeRunFile(run, ".guild/attrs/id", `${run.id}\n`)
      symlinkSync(step.dir, join(pipeline.dir, "step"))
      symlinkSync(inner.dir, join(step.dir, "inner"))
      const seen = (parent: string) =>
        Effect.map(guild(home, ["runs", "-s"], { host: { env: { GUILD_RUNS_PARENT: parent } } }), ({ out }) =>
          lines(out).map((line) => line.split(" ", 1)[0] ?? "")
        )
      expect(yield* seen(pipeline.id)).toEqual(["[1:cccccccc]", "[2:bbbbbbbb]"])
      expect(yield* seen("none")).toEqual([""])
      expect(yield* seen("../runs")).toEqual([""])
      expect(yield* seen("")).toHaveLength(4)
    })
  )

  it.scoped("counts positions among the runs that the filters let through", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      writeSampleRun(home, 1, { opRef: op("evaluate"), tags: ["best"] })
      writeSampleRun(home, 2, { status: RunStatus.Terminated({ signal: 15 }), exitStatus: -15 })
      writeSampleRun(home, 3, { status: RunStatus.Failed({ exitCode: 1 }), exitStatus: 1 })
      const ids = (...argv: ReadonlyArray<string>) =>
        Effect.map(guild(home, ["runs", "-s", ...argv]), ({ out }) =>
          lines(out).map((line) => line.split(" ", 1)[0] ?? "")
        )
      expect(yield* ids("-o", "train")).toEqual(["[1:dddddddd]", "[2:cccccccc]", "[3:aaaaaaaa]"])
      expect(yield* ids("-Fo", "evaluate")).toEqual(["[1:bbbbbbbb]"])
      expect(yield* ids("-Set")).toEqual(["[1:dddddddd]", "[2:cccccccc]"])
      expect(yield* ids("--not-error", "--not-terminated")).toEqual(["[1:bbbbbbbb]", "[2:aaaaaaaa]"])
      expect(yield* ids("-Ft", "best")).toEqual(["[1:bbbbbbbb]"])
      expect(yield* ids("-l", "x=3")).toEqual(["[1:dddddddd]"])
      expect(yield* ids("-S", "before 2020-05-01 12:02")).toEqual(["[1:bbbbbbbb]", "[2:aaaaaaaa]"])
      expect(yield* ids("-C", "-S", "today")).toEqual([""])
      expect(yield* guild(home, ["runs", "list", "2", "d"])).toMatchObject({
        out: expect.stringMatching(/^\[2:cccccccc\].*\n\[1:dddddddd\].*\n$/)
      })
    })
  )

  it.scoped("refuses a range of time that is none, and filters that exclude each other", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      expect(yield* guild(home, ["runs", "-S", "aftr today"])).toEqual({
        out: "",
        err: "guild: invalid RANGE: unexpected 'aftr' at position 0\nTry 'guild runs list --help' for help specifying time ranges.\n",
        code: 1
      })
      expect(yield* guild(home, ["runs", "-M", "-N"])).toMatchObject({
        err: "guild: --marked and --unmarked cannot both be specified\n",
        code: 1
      })
    })
  )

  it.scoped("cuts lines at the width of a terminal, and only there", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0, { label: "l".repeat(200) })
      const narrow = yield* guild(home, ["runs"], { terminal: { isTerminal: true, columns: 60 } })
      expect([...narrow.out.trimEnd()]).toHaveLength(60)
      expect((yield* guild(home, ["runs"])).out).toContain("l".repeat(200))
    })
  )

  it.scoped("gives all runs as JSON, a batch with its prototype", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0)
      writeSampleRun(home, 1, { isBatch: true, protoOpRef: op("train"), opRef: op("+") })
      const { out } = yield* guild(home, ["runs", "--json"])
      const [batch, single] = JSON.parse(out)
      expect(single).toMatchObject({
        id: run.id,
        run_dir: run.dir,
        opref: "guildfile:/work/project/guild.yml abc '' train",
        status: "completed",
        started: run.started,
        exit_status: 0,
        cmd: null,
        marked: false,
        label: "x=0",
        flags: { x: 0 }
      })
      expect(batch.batch_proto).toEqual({ opref: "guildfile:/work/project/guild.yml abc '' train" })
    })
  )

  it.scoped("lists deleted runs and those of an archive", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      writeSampleRun(`${home}/elsewhere`, 1)
      yield* guild(home, ["runs", "rm", "-y"])
      expect((yield* guild(home, ["runs"])).out).toBe("")
      expect((yield* guild(home, ["runs", "-d"])).out).toContain("[1:aaaaaaaa]")
      expect((yield* guild(home, ["runs", "-A", `${home}/elsewhere/runs`])).out).toContain("[1:bbbbbbbb]")
      expect(yield* guild(home, ["runs", "-A", "missing"])).toMatchObject({
        err: "guild: archive 'missing' does not exist\n",
        code: 1
      })
    })
  )

  it.scoped("shows details below each run", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      const { out } = yield* guild(home, ["runs", "-v"])
      expect(lines(out).slice(0, 3)).toEqual([
        "[1:aaaaaaaa]  train  2020-05-01 12:00:00  completed  x=0",
        `  id: ${"a".repeat(32)}`,
        "  operation: train"
      ])
    })
  )

  it.scoped("knows no remotes", () =>
    Effect.gen(function* () {
      expect(yield* guild(yield* tempHome, ["runs", "-r", "far"])).toEqual({
        out: "",
        err: "guild: remote 'far' is not defined\nShow remotes by running 'guild remotes' or 'guild remotes --help'\nfor more information.\n",
        code: 1
      })
    })
  )
})
