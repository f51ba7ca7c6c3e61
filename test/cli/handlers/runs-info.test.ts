import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import type { Run } from "../../../src/domain/runs/Run.ts"
import { RunStatus } from "../../../src/domain/runs/RunStatus.ts"
import type { Value } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"
import { dumpYaml } from "../../../src/domain/yaml/Yaml.ts"
import { layer as scalarLog } from "../../../src/layers/ScalarLogTfevents.ts"
import { ScalarLog } from "../../../src/services/ScalarLog.ts"
import { guild } from "../../support/commandLine.ts"
import { writeSampleRun } from "../../support/sampleRuns.ts"
import { tempHome } from "../../support/tempHome.ts"
import { testHost } from "../../support/testHost.ts"

const writeAttr = (run: Run, name: string, value: Value): void =>
  writeFileSync(join(run.dir, ".guild/attrs", name), dumpYaml(value))

const logScalars = (dir: string, points: ReadonlyArray<readonly [tag: string, value: number, step: number]>) =>
  Effect.gen(function* () {
    const log = yield* ScalarLog
    const writer = yield* log.writer(dir)
    for (const [tag, value, step] of points) writer.add({ tag, value, step, wallTime: 0 })
  }).pipe(Effect.scoped, Effect.provide(scalarLog), Effect.provide(testHost({})))

describe("guild runs info", () => {
  it.scoped("shows what is known of the latest run, in the order that it always has", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0, {
        flags: { "learning-rate": float(0.5), "batch-size": 100, prepare: false, msg: "a b" },
        sourcecodeDigest: "d1"
      })
      writeAttr(run, "cmd", ["/usr/bin/python", "-um", "guild.op_main", "train", "--", "--msg", "a b", ""])
      writeAttr(run, "vcs_commit", "git:abc*")
      writeAttr(run, "host", "box")
      writeAttr(run, "my-attr", ["one", 2])
      yield* logScalars(join(run.dir, ".guild"), [
        ["loss", 2, 1],
        ["loss", 0.5, 2],
        ["sys/cpu/util", 0.1, 2]
      ])
      mkdirSync(join(run.dir, "val"))
      yield* logScalars(join(run.dir, "val"), [["acc", 0.25, 3]])
      const host = { host: { homeDir: home } }
      expect((yield* guild(home, ["runs", "info"], host)).out).toBe(
        [
          `id: ${run.id}`,
          "operation: train",
          "from: /work/project/guild.yml",
          "status: completed",
          "started: 2020-05-01 12:00:00",
          "stopped: 2020-05-01 12:01:00",
          "marked: no",
          "label: x=0",
          "sourcecode_digest: d1",
          "vcs_commit: git:abc*",
          `run_dir: ~/runs/${run.id}`,
          'command: /usr/bin/python -um guild.op_main train -- --msg "a b" ""',
          "exit_status: 0",
          "pid:",
          "my-attr:",
          "  one",
          "  2",
          "flags:",
          "  batch-size: 100",
          "  learning-rate: 0.5",
          "  msg: a b",
          "  prepare: no",
          "scalars:",
          "  loss: 0.500000 (step 2)",
          "  val#acc: 0.250000 (step 3)",
          ""
        ].join("\n")
      )
      expect((yield* guild(home, ["runs", "info", "-s"])).out).toContain("  sys/cpu/util: 0.100000 (step 2)\n")
    })
  )

  it.scoped("gives the same as JSON", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0, { flags: { x: float(0.1) } })
      yield* logScalars(join(run.dir, ".guild"), [["loss", 0.5, 2]])
      writeAttr(run, "op", { "op-cmd": {}, deps: [] })
      const { out } = yield* guild(home, ["runs", "info", "--json", "--private-attrs"])
      expect(JSON.parse(out)).toMatchObject({
        id: run.id,
        marked: "no",
        exit_status: 0,
        pid: "",
        flags: { x: 0.1 },
        scalars: { loss: [0.5, 2] },
        opref: "guildfile:/work/project/guild.yml abc '' train",
        op: { "op-cmd": {}, deps: [] }
      })
    })
  )

  it.scoped("shows the environment, dependencies, comments and the manifest where asked", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0, {
        comments: [{ body: "good\none", host: "box", time: 1588327200000000, user: "me" }]
      })
      writeAttr(run, "env", { FLAG_X: "100", EMPTY: "" })
      writeAttr(run, "resolved_deps", { data: { "file:data.txt": ["data.txt", "more/x"] } })
      writeFileSync(join(run.dir, ".guild/manifest"), "s a.py abc a.py\n")
      const { out } = yield* guild(home, ["runs", "info", "-e", "-d", "-c", "-m"])
      expect(out.slice(out.indexOf("comments:"))).toMatch(
        new RegExp(
          [
            "^comments:",
            "  \\[1\\] me@box \\d{4}-.*",
            "    good",
            "    one",
            "environment:",
            "  EMPTY: ''",
            "  FLAG_X: '100'",
            "dependencies:",
            "  data:",
            "    - data.txt",
            "    - more/x",
            "manifest:",
            "  s a.py abc a.py\n$"
          ].join("\n")
        )
      )
    })
  )

  it.scoped("shows the flags of a batch's prototype", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0, { isBatch: true })
      writeFileSync(join(run.dir, ".guild/proto/.keep"), "")
      const { out } = yield* guild(home, ["runs", "info"])
      expect(out).toContain("proto-flags:\n")
    })
  )

  it.scoped("shows nothing of a file raw that could act on the terminal", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0, { label: "\u001b[31mred", flags: { "\u001b[2J": "\u001b]0;x\u0007" } })
      writeAttr(run, "note", "a\u001b[1mb")
      for (const command of [["runs"], ["runs", "info"], ["runs", "-v"]])
        expect((yield* guild(home, command)).out).not.toContain("\u001b")
    })
  )

  it.scoped("finds a run by position, by the beginning of its id, and by filters", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      writeSampleRun(home, 0)
      writeSampleRun(home, 1, { status: RunStatus.Staged(), exitStatus: undefined })
      const id = (...argv: ReadonlyArray<string>) =>
        Effect.map(guild(home, ["runs", "info", ...argv]), ({ out }) => out.slice(4, 8))
      expect(yield* id()).toBe("bbbb")
      expect(yield* id("2")).toBe("aaaa")
      expect(yield* id("aa")).toBe("aaaa")
      expect(yield* id("--staged")).toBe("bbbb")
      expect(yield* id("-C")).toBe("aaaa")
      expect(yield* guild(home, ["runs", "info", "zzz"])).toEqual({
        out: "",
        err: "guild: could not find a run matching 'zzz'\nTry 'guild runs list' for a list.\n",
        code: 1
      })
      expect(yield* guild(home, ["runs", "info", "-o", "nothing"])).toMatchObject({
        err: "guild: no matching runs\nTry 'guild runs list' to list available runs.\n",
        code: 1
      })
    })
  )

  it.scoped("says which attribute cannot be read, on one line, and shows the others", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const run = writeSampleRun(home, 0, { flags: { x: 1 } })
      writeFileSync(join(run.dir, ".guild/attrs/label"), "{bad: [\n")
      const ran = yield* guild(home, ["runs", "info"])
      expect(ran.err).toMatch(/^WARNING: cannot read run attribute \S+\/attrs\/label: .+\n$/)
      expect(ran.out).toContain("\nflags:\n  x: 1\n")
      expect(ran.code).toBe(0)
    })
  )

  it.scoped("lets nothing that an attribute holds act on the terminal, and says it all in JSON", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const red = "\u001b[31mred"
      const run = writeSampleRun(home, 0, { flags: { [red]: red }, label: red })
      writeAttr(run, "plugins", [red])
      writeAttr(run, "my-list", [red, [red]])
      writeAttr(run, "my-map", { [red]: { [red]: red } })
      const { out } = yield* guild(home, ["runs", "info", "--plugins"])
      expect(out).not.toContain("\u001b")
      expect(out).toContain("my-list:\n  \\x1b[31mred\n")
      const shown = yield* guild(home, ["select", "--attr", "my-map"])
      expect(shown.out).not.toContain("\u001b")
      const json: unknown = JSON.parse((yield* guild(home, ["runs", "info", "--json"])).out)
      expect(json).toMatchObject({ label: red, "my-list": [red, [red]] })
    })
  )
})
