import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { isAbsolute, join } from "node:path"
import { describe, expect, it } from "@effect/vitest"
import { Effect } from "effect"
import type { OpRunRequest } from "../../src/domain/resources/ResourceOpRun.ts"
import { RunId } from "../../src/domain/runs/RunId.ts"
import type { Place } from "../support/resources.ts"
import { failure, goesWith, list, place, resolve, write } from "../support/resources.ts"

describe("a required file", () => {
  it.effect("is linked into the run by a link that is relative to where it stands", () =>
    Effect.gen(function* () {
      const at = place({ "file.txt": "hello" })
      const { paths, said } = yield* resolve({ file: "file.txt" }, at)
      expect(said).toEqual([])
      expect(paths).toEqual(["../../../project/file.txt"])
      const link = readlinkSync(join(at.run, "file.txt"))
      expect(isAbsolute(link)).toBe(false)
      expect(readFileSync(join(at.run, "file.txt"), "utf8")).toBe("hello")
    })
  )

  it.effect("may be a directory, which is linked as one", () =>
    Effect.gen(function* () {
      const at = place({ "dir/a": "1", "dir/b": "2" })
      yield* resolve({ file: "dir/", name: "data" }, at)
      expect(list(at.run)).toEqual(["dir"])
      expect(readdirSync(join(at.run, "dir"))).toEqual(["a", "b"])
    })
  )

  it.effect("may be selected from a directory, renamed, and put under a path", () =>
    Effect.gen(function* () {
      const at = place({ "files/a.bin": "", "files/e.txt": "", "files/f.txt": "", "files/sub/g.txt": "" })
      const spec = { path: "foo", sources: [{ file: "files", select: ".+\\.bin", rename: ".bin ''", path: "bar" }] }
      const { paths } = yield* resolve(spec, at)
      expect(list(at.run)).toEqual(["foo/bar/a"])
      expect(paths).toEqual(["../../../project/files/a.bin"])
      yield* resolve({ file: "files", select: ".+\\.txt", rename: "(.+)\\.txt \\1.config" }, at)
      expect(list(at.run)).toEqual(["e.config", "f.config", "foo/bar/a", "g.config"])
    })
  )

  it.effect("keeps its place below the project where that is asked for, and may be copied", () =>
    Effect.gen(function* () {
      const at = place({ "data/in/x.csv": "1", "data/in/y.csv": "2" })
      yield* resolve({ file: "data/in/x.csv", "preserve-path": true, "target-type": "copy" }, at)
      expect(list(at.run)).toEqual(["data/in/x.csv"])
      expect(lstatSync(join(at.run, "data/in/x.csv")).isSymbolicLink()).toBe(false)
    })
  )

  it.effect("keeps its place below a project that is reached through a link, or that the model inherits from", () =>
    Effect.gen(function* () {
      const at = place({ "data/in/x.csv": "1" })
      const linked = `${at.project}-link`
      symlinkSync(at.project, linked)
      yield* resolve({ file: "data/in/x.csv", "preserve-path": true }, at, { projectDir: linked })
      const other = place({ "more/y.csv": "2" })
      yield* resolve({ file: "more/y.csv", "preserve-path": true }, at, { parentDirs: [other.project] })
      expect(list(at.run)).toEqual(["data/in/x.csv", "more/y.csv"])
    })
  )

  it.effect("is not the project itself where a source names nothing", () =>
    Effect.gen(function* () {
      expect(yield* failure({ file: "" }, place({}))).toContain("cannot find source file ''")
    })
  )

  it.effect("is the one that the user names instead", () =>
    Effect.gen(function* () {
      const at = place({ "file.txt": "", "guild.yml": "" })
      const { said } = yield* resolve({ file: "file.txt", "flag-name": "src" }, at, { override: "guild.yml" })
      expect(said).toEqual(["Using guild.yml for src resource"])
      expect(list(at.run)).toEqual(["guild.yml"])
    })
  )

  it.effect("is an error where it is missing", () =>
    Effect.gen(function* () {
      const at = place({})
      const met = "run failed because a dependency was not met: could not resolve"
      expect(yield* failure({ file: "missing.txt" }, at)).toBe(
        `${met} 'file:missing.txt' in file:missing.txt resource: cannot find source file missing.txt`
      )
      expect(yield* failure({ file: "missing.txt", name: "missing-file" }, at)).toBe(
        `${met} 'file:missing.txt' in missing-file resource: cannot find source file missing.txt`
      )
      expect(yield* failure({ file: "file.txt", "flag-name": "src" }, at, { override: 123 })).toBe(
        `${met} 'file:file.txt' in src resource: ${at.project}/123 does not exist`
      )
    })
  )

  it.effect("is told of with its help where it is not to be had", () =>
    Effect.gen(function* () {
      const at = place({})
      expect(yield* failure({ file: "missing.txt", help: "Ask the library for it.\n" }, at)).toMatch(
        /: cannot find source file missing\.txt\nAsk the library for it\.$/
      )
    })
  )

  it.effect("is not renamed to nothing", () =>
    Effect.gen(function* () {
      const at = place({ "a.txt": "" })
      expect(yield* failure({ file: "a.txt", rename: "a.txt ''" }, at)).toContain("is not a place for files of the run")
    })
  )

  it.effect("is held against its sha256", () =>
    Effect.gen(function* () {
      const at = place({ "a.txt": "a" })
      const sha256 = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
      yield* resolve({ file: "a.txt", sha256 }, at)
      expect(yield* failure({ file: "a.txt", sha256: "xxx" }, at)).toContain(
        `'${at.project}/a.txt' has an unexpected sha256 (expected xxx but got ${sha256})`
      )
    })
  )

  it.effect("leaves what is in the run already, and says so", () =>
    Effect.gen(function* () {
      const at = place({ "a.txt": "project", "b.txt": "" })
      writeFileSync(join(at.run, "a.txt"), "mine")
      const { said } = yield* resolve({ file: "a.txt" }, at)
      expect(said).toEqual([`WARNING: ${at.run}/a.txt already exists, skipping link`])
      expect(readFileSync(join(at.run, "a.txt"), "utf8")).toBe("mine")
      yield* resolve({ file: "a.txt", "replace-existing": true }, at)
      expect(readFileSync(join(at.run, "a.txt"), "utf8")).toBe("project")
    })
  )

  it.effect("warns or fails where nothing is selected", () =>
    Effect.gen(function* () {
      const at = place({ "files/a": "" })
      expect((yield* resolve({ file: "files", select: "none" }, at)).said).toEqual([
        "WARNING: nothing resolved for file:files"
      ])
      expect((yield* resolve({ file: "files", select: "none", "warn-if-empty": false }, at)).said).toEqual([])
      expect(yield* failure({ file: "files", select: "none", "fail-if-empty": true }, at)).toContain("nothing resolved")
    })
  )
})

describe("a copy of a directory", () => {
  const copy = { "target-type": "copy" }

  it.effect("has what links lead to in their place, but for those that lead nowhere or back to what they are in", () =>
    Effect.gen(function* () {
      const at = place({ "dir/sub/a": "1", "out/b": "2" })
      symlinkSync("../out", join(at.project, "dir/out"))
      symlinkSync("nothing", join(at.project, "dir/dead"))
      for (const name of ["one", "two"]) symlinkSync("..", join(at.project, "dir/sub", name))
      yield* resolve({ file: "dir", path: "in", ...copy }, at)
      expect(list(at.run)).toEqual(["in/dir/dead", "in/dir/out/b", "in/dir/sub/a", "in/dir/sub/one", "in/dir/sub/two"])
      expect(lstatSync(join(at.run, "in/dir/out")).isSymbolicLink()).toBe(false)
      expect(realpathSync(join(at.run, "in/dir/sub/two"))).toBe(join(at.project, "dir"))
      expect(readlinkSync(join(at.run, "in/dir/dead"))).toBe("../../../../../project/dir/dead")
    })
  )

  it.effect("can be deleted though the directory is not to be written to", () =>
    Effect.gen(function* () {
      const at = place({ "dir/sub/a": "1" })
      for (const name of ["dir/sub", "dir"]) chmodSync(join(at.project, name), 0o555)
      yield* resolve({ file: "dir", ...copy }, at)
      for (const name of ["dir", "dir/sub"]) chmodSync(join(at.project, name), 0o755)
      for (const name of ["dir/sub", "dir"]) expect(lstatSync(join(at.run, name)).mode & 0o777).toBe(0o755)
    })
  )

  it.effect("is a link where there is nothing to copy", () =>
    Effect.gen(function* () {
      const at = place({})
      symlinkSync("..", join(at.project, "up"))
      for (const file of ["up", "/dev/null"]) yield* resolve({ file, ...copy }, at)
      expect(["up", "null"].map((name) => realpathSync(join(at.run, name)))).toEqual([
        join(at.project, ".."),
        "/dev/null"
      ])
    })
  )

  it.effect("is not made of a directory that has the run in it", () =>
    Effect.gen(function* () {
      const at = place({ a: "1" })
      expect(yield* failure({ file: "..", ...copy }, at)).toContain("has the run in it and cannot be copied into it")
      expect(list(at.run)).toEqual([])
      expect(readdirSync(join(at.run, ".guild"))).toEqual([])
      symlinkSync("..", join(at.project, "up"))
      yield* resolve({ file: ".", ...copy }, at)
      expect(list(at.run)).toEqual(["project/a", "project/up"])
    })
  )
})

describe("the run directory", () => {
  it.effect("is never left, whatever a rename or a link in it says", () =>
    Effect.gen(function* () {
      const at = place({ "a.txt": "", "other/x": "" })
      expect(yield* failure({ file: "a.txt", rename: "a.txt ../../b.txt" }, at)).toContain("is not a place for files")
      expect(yield* failure({ file: "a.txt", rename: "a.txt .guild/opref" }, at)).toContain("is not a place for files")
      symlinkSync(join(at.project, "other"), join(at.run, "data"))
      expect(yield* failure({ file: "a.txt", path: "data" }, at)).toContain("is in the way")
      expect(readdirSync(join(at.project, "other"))).toEqual(["x"])
    })
  )
})

describe("a required operation", () => {
  const upstream = (at: Place, files: Readonly<Record<string, string>>) => {
    const dir = join(at.runs, "b2")
    mkdirSync(dir)
    write(dir, files)
    return { id: RunId.make("b2"), dir }
  }

  it.effect("gives all files of its run but Guild's own", () =>
    Effect.gen(function* () {
      const at = place({})
      const run = upstream(at, { "data1.txt": "", "subdir/data2.txt": "", ".guild/opref": "" })
      const asked: Array<OpRunRequest> = []
      const { paths, said } = yield* resolve({ operation: "prepare-data", name: "prepared-data", path: "data" }, at, {
        findRun: (request) => {
          asked.push(request)
          return Effect.succeedSome(run)
        }
      })
      expect(asked).toEqual([{ operations: "prepare-data", modelName: "", idPrefix: undefined, includeStaged: false }])
      expect(said).toEqual(["Using output from run b2 for prepared-data resource"])
      expect(list(at.run)).toEqual(["data/data1.txt", "data/subdir"])
      expect(readlinkSync(join(at.run, "data/subdir"))).toBe("../../b2/subdir")
      expect(paths).toEqual(["../b2/data1.txt", "../b2/subdir"])
    })
  )

  it.effect("gives what is selected of it, renamed", () =>
    Effect.gen(function* () {
      const at = place({})
      const run = upstream(at, { "data1.txt": "", "subdir/data2.txt": "", ".guild/subdir/data2.txt": "" })
      const { paths } = yield* resolve(
        { operation: "prepare-data", select: ".*data2.txt", rename: "data2.txt data.txt" },
        at,
        { findRun: () => Effect.succeedSome(run) }
      )
      expect(list(at.run)).toEqual(["data.txt"])
      expect(paths).toEqual(["../b2/subdir/data2.txt"])
    })
  )

  it.effect("gives no source code that a later Guild keeps among the files", () =>
    Effect.gen(function* () {
      const at = place({})
      const run = upstream(at, { "train.py": "", "model.bin": "", ".guild/manifest": "s train.py abc train.py\n" })
      yield* resolve({ operation: "train" }, at, { findRun: () => Effect.succeedSome(run) })
      expect(list(at.run)).toEqual(["model.bin"])
    })
  )

  it.effect("keeps a link of the earlier run as a link to it, so that chains can be followed", () =>
    Effect.gen(function* () {
      const at = place({ "alt-msg": "Yo" })
      const run = upstream(at, {})
      symlinkSync("../../../project/alt-msg", join(run.dir, "alt-msg"))
      const { paths } = yield* resolve({ operation: "hello-file", rename: "'.*' hello.txt" }, at, {
        findRun: () => Effect.succeedSome(run)
      })
      expect(paths).toEqual(["../b2/alt-msg"])
      expect(readlinkSync(join(at.run, "hello.txt"))).toBe("../b2/alt-msg")
      expect(readFileSync(join(at.run, "hello.txt"), "utf8")).toBe("Yo")
    })
  )

  it.effect("may be a directory that the user names", () =>
    Effect.gen(function* () {
      const at = place({})
      const run = upstream(at, { x: "" })
      const { said } = yield* resolve({ operation: "train" }, at, { override: run.dir })
      expect(said).toEqual([`Using output from run ${run.dir} for train resource`])
      expect(list(at.run)).toEqual(["x"])
      for (const override of ["./none", "./none/x"])
        expect(yield* failure({ operation: "train" }, at, { override })).toContain(
          `${at.project}/${override.slice(2)} is not a directory`
        )
    })
  )

  it.effect("may have no files", () =>
    Effect.gen(function* () {
      const at = place({})
      const run = upstream(at, { ".guild/opref": "" })
      const { said, paths } = yield* resolve({ operation: "flag" }, at, { findRun: () => Effect.succeedSome(run) })
      expect([said, paths]).toEqual([["Using output from run b2 for flag resource"], []])
    })
  )

  it.effect("is an error where there is no run of it", () =>
    Effect.gen(function* () {
      expect(yield* failure({ operation: "flag", name: "foo" }, place({}), { override: "invalid" })).toBe(
        "run failed because a dependency was not met: could not resolve 'operation:flag' in foo resource: no suitable run for flag"
      )
    })
  )
})

describe("a required configuration", () => {
  it.effect("is held against its sha256, and processed first, as any file is", () =>
    Effect.gen(function* () {
      const at = place({ "config.yml": "a: 1\n" })
      expect(yield* failure({ config: "config.yml", sha256: "xxx" }, at)).toContain(
        "has an unexpected sha256 (expected xxx"
      )
      yield* resolve({ config: "config.yml", "post-process": "echo b: 2 >> config.yml" }, at)
      expect(readFileSync(join(at.run, "config.yml"), "utf8")).toBe("a: 1\nb: 2\n")
    })
  )

  it.effect("is no directory", () =>
    Effect.gen(function* () {
      const at = place({ "c.yml/a": "" })
      expect(yield* failure({ config: "c.yml" }, at)).toContain(`${at.project}/c.yml is a directory`)
    })
  )

  it.effect("is written anew with params and flags, and linked", () =>
    Effect.gen(function* () {
      const at = place({ "config.yml": "a: 1\nb: 2\nc:\n  d: 3\n" })
      const spec = { config: "config.yml", params: { a: 111, "c.d": 333 }, path: "c3" }
      const { paths } = yield* resolve(spec, at, { flags: { b: 222, "c.d": 444, unset: null } })
      expect(paths[0]).toMatch(/^\.guild\/generated\/.+\/config\.yml$/)
      expect(readFileSync(join(at.run, "c3/config.yml"), "utf8")).toBe("a: 111\nb: 222\nc:\n  d: 444\n")
      expect(readlinkSync(join(at.run, "c3/config.yml"))).toMatch(/^\.\.\/\.guild\/generated\//)
    })
  )

  it.effect("goes with the flags that are in it and with no others, in each format", () =>
    Effect.gen(function* () {
      const at = place({
        "c.yml": "a: 1\nl: [1]\n",
        "c.json": '{"a": 1.0}',
        "c.ini": "[s]\na = 1\nb = on\n",
        "c.txt": ""
      })
      const flags = { "c.yml": { a: 2, "n.o": true }, "c.json": { a: 2 }, "c.ini": { "s.a": 2, "s.b": false } }
      for (const [config, own] of Object.entries(flags)) {
        const { paths } = yield* resolve({ config }, at, { flags: own })
        expect(yield* goesWith({ config }, at, paths, own)).toBe(true)
        expect(yield* goesWith({ config }, at, paths, {})).toBe(true)
        expect(yield* goesWith({ config }, at, paths, { ...own, [Object.keys(own)[0] ?? ""]: 3 })).toBe(false)
        write(at.run, Object.fromEntries(paths.map((path) => [path, "- no map"])))
        expect(yield* goesWith({ config }, at, paths, { a: 4 })).toBe(true)
      }
      const { paths } = yield* resolve({ file: "c.txt" }, at, { flags: { a: 2 } })
      expect(yield* goesWith({ file: "c.txt" }, at, paths, { a: 3 })).toBe(true)
    })
  )

  it.effect("may be JSON", () =>
    Effect.gen(function* () {
      const at = place({ "config.json": '{\n\t"lr": 0.05,\n\t"batch-size": 200,\n\t"dropout": 0.2\n}\n' })
      yield* resolve({ config: "config.json", rename: "config c2" }, at, { flags: { lr: 1 } })
      expect(readFileSync(join(at.run, "c2.json"), "utf8")).toBe('{"batch-size": 200, "dropout": 0.2, "lr": 1}')
      write(at.project, { "small.json": '{"a":1.0,"b":[1,"\\u00e9"]}', "bad.json": "{a: 1}" })
      yield* resolve({ config: "small.json" }, at)
      expect(readFileSync(join(at.run, "small.json"), "utf8")).toBe('{"a": 1.0, "b": [1, "\\u00e9"]}')
      expect(yield* failure({ config: "bad.json" }, at)).toContain("bad.json: ")
    })
  )

  it.effect("is an error where it is no mapping, not well formed or of another format", () =>
    Effect.gen(function* () {
      const at = place({ "a.yml": "- 1\n", "b.yml": "a: [", "c.toml": "" })
      expect(yield* failure({ config: "a.yml" }, at)).toContain("expected a mapping, got [1]")
      expect(yield* failure({ config: "b.yml" }, at)).toContain(`cannot read ${at.project}/b.yml`)
      expect(yield* failure({ config: "c.toml" }, at)).toContain("is not of a supported format")
    })
  )
})

describe("a source of DVC", () => {
  it.effect("is refused with what to do", () =>
    Effect.gen(function* () {
      expect(yield* failure({ dvcfile: "data.csv.dvc" }, place({}))).toContain(
        "dvcfile sources are not supported\nGet the data with 'dvc pull' and require it as a 'file'."
      )
    })
  )
})

describe("a required module", () => {
  it.effect("is looked for by the interpreter that runs the operation", () =>
    Effect.gen(function* () {
      const at = place({})
      expect((yield* resolve({ module: "json.decoder" }, at)).paths).toEqual([])
      expect(yield* failure({ module: "missing.module" }, at)).toBe(
        "run failed because a dependency was not met: could not resolve 'module:missing.module' in module:missing.module resource: No module named 'missing'"
      )
      expect(existsSync(join(at.run, "json"))).toBe(false)
    })
  )
})
