import { execFileSync } from "node:child_process"
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync } from "node:fs"
import { statSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import type { Run } from "../../src/domain/runs/Run.ts"
import { RunStatus } from "../../src/domain/runs/RunStatus.ts"
import { layer } from "../../src/layers/RunArchivesFs.ts"
import { layer as store } from "../../src/layers/RunStoreFs.ts"
import { RunArchives } from "../../src/services/RunArchives.ts"
import { suite } from "../suites/RunArchivesSuite.ts"
import { DEAD_PID } from "../support/deadPid.ts"
import { sampleRun, writeRunFile, writeSampleRun } from "../support/sampleRuns.ts"
import { tempHome } from "../support/tempHome.ts"
import { testHost } from "../support/testHost.ts"

/** The modes that are asserted are those of files which nothing masks further. */
const masked = process.umask(0o022)
afterAll(() => void process.umask(masked))

const services = (guildHome: string) => Layer.provide(Layer.merge(layer, store), testHost({ guildHome }))

suite(
  "file system",
  Effect.map(tempHome, (home) => ({ layer: services(home), root: join(home, "archives") }))
)

const test = (sentence: string, body: (home: string) => Effect.Effect<void, unknown, RunArchives>) =>
  it.scoped(sentence, () =>
    Effect.flatMap(
      Effect.map(tempHome, (home) => realpathSync(home)),
      (home) => Effect.provide(body(home), services(home))
    )
  )

const plain = { move: false, copyResources: false }

/** A run with each kind of link that Guild makes, and the project that one of them leads to. */
const linkedRun = (home: string) => {
  const trial = writeSampleRun(home, 1)
  const run = writeSampleRun(home, 0)
  mkdirSync(join(home, "project/data"), { recursive: true })
  writeFileSync(join(home, "project/data/a.txt"), "data")
  writeRunFile(trial, "model.txt", "model")
  writeRunFile(run, "own.txt", "own")
  symlinkSync("../../project/data", join(run.dir, "data"))
  symlinkSync(`../${trial.id}`, join(run.dir, trial.id))
  symlinkSync(`../${trial.id}/model.txt`, join(run.dir, "model.txt"))
  symlinkSync("own.txt", join(run.dir, "alias"))
  symlinkSync("../../nothing", join(run.dir, "broken"))
  return { run, trial }
}

describe("carrying a run", () => {
  for (const move of [false, true]) {
    test(`${move ? "moves" : "copies"} links so that they lead where they did`, (home) =>
      Effect.gen(function* () {
        const { run, trial } = linkedRun(home)
        const archives = yield* RunArchives
        yield* archives.carry(run, join(home, "far/away/out"), { ...plain, move })
        const there = join(home, "far/away/out", run.id)
        expect(readFileSync(join(there, "data/a.txt"), "utf8")).toBe("data")
        expect(readlinkSync(join(there, "data"))).toBe("../../../../project/data")
        expect(readlinkSync(join(there, trial.id))).toBe(`../${trial.id}`)
        expect(readlinkSync(join(there, "model.txt"))).toBe(`../${trial.id}/model.txt`)
        expect(readFileSync(join(there, "alias"), "utf8")).toBe("own")
        expect(existsSync(run.dir)).toBe(!move)
        expect(readdirSync(join(home, "far/away/out"))).toEqual([run.id])
      }))
  }

  test("puts what links lead to in their place when asked to, and keeps links to whole runs", (home) =>
    Effect.gen(function* () {
      const { run, trial } = linkedRun(home)
      // A link to a directory above itself is not followed for ever.
      symlinkSync("..", join(home, "project/data/up"))
      symlinkSync("../..", join(run.dir, "home"))
      yield* (yield* RunArchives).carry(run, join(home, "out"), { ...plain, copyResources: true })
      const there = join(home, "out", run.id)
      expect(lstatSync(join(there, "data")).isDirectory()).toBe(true)
      expect(readFileSync(join(there, "model.txt"), "utf8")).toBe("model")
      expect(lstatSync(join(there, "model.txt")).isFile()).toBe(true)
      expect(readlinkSync(join(there, trial.id))).toBe(`../${trial.id}`)
      expect(readlinkSync(join(there, "alias"))).toBe("own.txt")
      expect(lstatSync(join(there, "broken")).isSymbolicLink()).toBe(true)
    }))

  test("keeps modes and times, and leaves the lock of a process behind", (home) =>
    Effect.gen(function* () {
      const run = writeSampleRun(home, 0, { status: RunStatus.Running({ pid: process.pid }), exitStatus: undefined })
      writeRunFile(run, "tool.sh", "#!/bin/sh\n")
      execFileSync("chmod", ["755", join(run.dir, "tool.sh")])
      execFileSync("touch", ["-d", "2020-01-02T03:04:05Z", join(run.dir, "tool.sh")])
      execFileSync("mkfifo", [join(run.dir, "pipe")])
      yield* (yield* RunArchives).carry(run, join(home, "out"), plain)
      const there = join(home, "out", run.id)
      expect(statSync(join(there, "tool.sh")).mode & 0o777).toBe(0o755)
      expect(statSync(join(there, "tool.sh")).mtime.toISOString()).toBe("2020-01-02T03:04:05.000Z")
      expect(existsSync(join(there, ".guild/LOCK"))).toBe(false)
      expect(existsSync(join(there, "pipe"))).toBe(false)
    }))

  test("leaves nothing where a file cannot be copied", (home) =>
    Effect.gen(function* () {
      const run = writeSampleRun(home, 0)
      // Fits below the run and, being longer there, not below the new place.
      const out = join(home, ...Array.from({ length: 5 }, () => "o".repeat(250)))
      mkdirSync(out, { recursive: true })
      writeRunFile(run, `${"d".repeat(250)}/`.repeat(12) + "file", "x")
      const archives = yield* RunArchives
      const error = yield* Effect.flip(archives.carry(run, out, plain))
      expect(error.message).toContain(`cannot copy ${run.dir}`)
      expect(readdirSync(out)).toEqual([])
      expect(existsSync(run.dir)).toBe(true)
    }))
})

/** What a guild leaves that is killed while it moves a run to `out`, between the copy and the end of the original. */
const killedMove = (home: string, run: Run, out: string) =>
  Effect.gen(function* () {
    yield* Effect.flatMap(RunArchives, (archives) => archives.carry(run, out, plain)).pipe(
      Effect.provide(services(home))
    )
    writeFileSync(join(out, `.move-of-${run.id}`), `${run.dir}\n`)
    mkdirSync(join(out, `.carried-testhost-${DEAD_PID}-0`))
    mkdirSync(join(home, "runs", `.carried-testhost-${DEAD_PID}-7`))
    mkdirSync(join(home, "runs", ".carried-elsewhere-1-0"))
  })

describe("a move that was killed", () => {
  const moving = { move: true, copyResources: true }

  test("is completed by the next move of the run, which clears up after both", (home) =>
    Effect.gen(function* () {
      const archives = yield* RunArchives
      const { run } = linkedRun(home)
      const out = join(home, "out")
      yield* killedMove(home, run, out)
      writeFileSync(join(out, ".move-of-other"), `${home}/runs/other\n`)
      expect(yield* archives.has(run, out, false)).toBe(true)
      expect(yield* archives.has(run, out, true)).toBe(false)
      expect(yield* archives.carry(run, out, { ...moving, copyResources: false })).toBe(true)
      expect(readdirSync(out)).toEqual([run.id])
      // What another machine works at is its own matter.
      expect(readdirSync(join(home, "runs")).sort()).toEqual([".carried-elsewhere-1-0", sampleRun(home, 1).id].sort())
    }))

  for (const changed of ["original", "copy"]) {
    test(`is off where the ${changed} has changed since: both stay`, (home) =>
      Effect.gen(function* () {
        const archives = yield* RunArchives
        const { run } = linkedRun(home)
        const out = join(home, "out")
        yield* killedMove(home, run, out)
        const place = changed === "copy" ? join(out, run.id) : run.dir
        writeFileSync(join(place, "own.txt"), "OWN")
        expect(yield* archives.carry(run, out, plain)).toBe(false)
        expect(yield* archives.carry(run, out, { ...moving, copyResources: false })).toBe(false)
        expect(existsSync(run.dir) && existsSync(join(out, run.id))).toBe(true)
        expect(readFileSync(join(place, "own.txt"), "utf8")).toBe("OWN")
        expect(yield* archives.has(run, out, true)).toBe(true)
      }))
  }

  test("to a zip file is completed by the next, and loses nothing that is not moved again", (home) =>
    Effect.gen(function* () {
      const archives = yield* RunArchives
      const [run, other] = [writeSampleRun(home, 0), writeSampleRun(home, 1)]
      const archive = { path: join(home, "runs.zip"), form: "zip" } as const
      const add = (moved: ReadonlyArray<Run>, move: boolean) =>
        Effect.scoped(
          Effect.gen(function* () {
            const dir = yield* archives.openToAdd(archive)
            const taken = yield* Effect.forEach([run, other], (each) => archives.has(each, dir, move))
            yield* Effect.forEach(moved, (each) => archives.carry(each, dir, plain))
            yield* archives.save(archive, dir, move ? moved : [])
            return taken
          })
        )
      yield* add([run, other], false)
      writeFileSync(join(home, ".move-of-runs.zip"), `${run.dir}\n${other.dir}\n`)
      expect(yield* add([], false)).toEqual([true, true])
      expect(yield* add([run], true)).toEqual([false, false])
      expect([existsSync(run.dir), existsSync(other.dir)]).toEqual([false, true])
      expect(yield* add([other], true)).toEqual([true, false])
      expect(readdirSync(home).sort()).toEqual(["cache", "runs", "runs.zip"])
      const opened = yield* archives.open(archive)
      expect(readdirSync(opened).sort()).toEqual([run.id, other.id].sort())
    }).pipe(Effect.scoped))
})

const python = (code: string, ...args: ReadonlyArray<string>): string =>
  execFileSync("python3", ["-c", code, ...args], { encoding: "utf8" })

describe("a zip file of runs", () => {
  test("is read by other programs, with names, modes, links and bytes", (home) =>
    Effect.gen(function* () {
      const { run } = linkedRun(home)
      writeRunFile(run, "größe.txt", "x".repeat(100_000))
      writeRunFile(run, "empty", "")
      const archives = yield* RunArchives
      const archive = { path: join(home, "runs.zip"), form: "zip" } as const
      const dir = yield* archives.openToAdd(archive)
      yield* archives.carry(run, dir, { ...plain, copyResources: true })
      yield* archives.save(archive, dir, [])
      const listed = python(
        "import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nprint(z.testzip())\n" +
          "[print(i.filename.split('/', 1)[1], i.file_size, oct(i.external_attr >> 16)) for i in z.infolist()]",
        archive.path
      ).split("\n")
      expect(listed[0]).toBe("None")
      expect(listed).toContain("größe.txt 100000 0o100644")
      expect(listed).toContain("data/a.txt 4 0o100644")
      expect(listed).toContain("alias 7 0o120777")
      expect(listed).toContain("empty 0 0o100644")
      expect(statSync(archive.path).size).toBeLessThan(20_000)
      expect(readdirSync(home).filter((name) => name.startsWith("."))).toEqual([])
    }).pipe(Effect.scoped))

  const refused: ReadonlyArray<readonly [what: string, code: string]> = [
    ["climbs out by its name", "z.writestr('../evil', 'x')"],
    ["has an absolute name", "z.writestr('/tmp/evil', 'x')"],
    [
      "writes through a link",
      "i = zipfile.ZipInfo('out'); i.create_system = 3; i.external_attr = 0o120777 << 16; z.writestr(i, '../..'); z.writestr('out/evil', 'x')"
    ]
  ]
  for (const [what, code] of refused) {
    test(`that ${what} is refused, and nothing of it is left`, (home) =>
      Effect.gen(function* () {
        const path = join(home, "evil.zip")
        python(`import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w')\n${code}\nz.close()`, path)
        const error = yield* Effect.flip(Effect.scoped((yield* RunArchives).open({ path, form: "zip" })))
        expect(error.message).toMatch(/^cannot open .*evil\.zip: the archive has .* outside of it/)
        expect(readdirSync(join(home, "cache"))).toEqual([])
        expect(readdirSync(home).sort()).toEqual(["cache", "evil.zip"])
      }))
  }

  test("whose bytes have changed since it was packed is refused", (home) =>
    Effect.gen(function* () {
      const path = join(home, "damaged.zip")
      python("import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w')\nz.writestr('a/b', 'hello')\nz.close()", path)
      const bytes = readFileSync(path)
      bytes.write("j", bytes.indexOf("hello"))
      writeFileSync(path, bytes)
      const error = yield* Effect.flip(Effect.scoped((yield* RunArchives).open({ path, form: "zip" })))
      expect(error.message).toContain(`the archive is damaged: "a/b" does not have its checksum`)
    }))

  test("that says it holds more than it can is refused before it fills the disk", (home) =>
    Effect.gen(function* () {
      const path = join(home, "bomb.zip")
      python("import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w')\nz.writestr('a/b', 'x')\nz.close()", path)
      const bytes = readFileSync(path)
      bytes.writeUInt32LE(0x7fffffff, bytes.indexOf("PK\x01\x02") + 24)
      writeFileSync(path, bytes)
      const error = yield* Effect.flip(Effect.scoped((yield* RunArchives).open({ path, form: "zip" })))
      expect(error.message).toContain("it cannot hold what it says")
    }))
})
