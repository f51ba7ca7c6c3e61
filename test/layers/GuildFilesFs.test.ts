import { createHash } from "node:crypto"
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  utimesSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { float } from "../../src/domain/Value.ts"
import { layer } from "../../src/layers/GuildFilesFs.ts"
import { GuildFiles } from "../../src/services/GuildFiles.ts"
import { suite } from "../suites/GuildFilesSuite.ts"
import { testHost } from "../support/testHost.ts"

const made: Array<string> = []
afterAll(() => {
  for (const dir of made) rmSync(dir, { recursive: true, force: true })
})

const tempDir = (): string => {
  const dir = mkdtempSync(join(tmpdir(), "guild-files-"))
  made.push(dir)
  return dir
}

const write = (root: string, path: string, content: string | Uint8Array): string => {
  const file = join(root, path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, content)
  return file
}

suite("file system", ({ files, systemPath }) => {
  const root = tempDir()
  for (const [path, text] of Object.entries(files)) write(root, path, text)
  const env = { PYTHONPATH: (systemPath ?? []).map((dir) => join(root, dir)).join(":") }
  return { root, layer: Layer.provide(layer, testHost({ cwd: root, env, guildHome: join(root, ".guild-home") })) }
})

const forFile = (path: string, guildHome = join(dirname(path), ".guild-home")) =>
  Effect.flatMap(GuildFiles, (files) => files.forFile(path)).pipe(
    Effect.provide(Layer.provide(layer, testHost({ cwd: "/", guildHome })))
  )

const reason = (path: string) => Effect.map(Effect.flip(forFile(path)), (error) => error.reason)

describe("Guild files on the disk", () => {
  it.effect("that are not UTF-8 are refused with the place", () =>
    Effect.gen(function* () {
      const path = write(
        tempDir(),
        "guild.yml",
        Buffer.concat([Buffer.from("train:\n  main: "), Buffer.from([0xff, 0x41])])
      )
      const error = yield* Effect.flip(forFile(path))
      expect(error).toMatchObject({ line: 2, column: 9, reason: "a byte that is not UTF-8: save the file as UTF-8" })
    })
  )

  it.effect("may have a byte order mark, of UTF-16 too", () =>
    Effect.gen(function* () {
      const root = tempDir()
      const marked = write(root, "a.yml", "\ufefftrain: train\n")
      const wide = write(root, "b.yml", Buffer.from("\ufefftrain: train\n", "utf16le"))
      for (const path of [marked, wide]) expect((yield* forFile(path)).models[0]?.operations[0]?.name).toBe("train")
    })
  )

  it.effect("that cannot be read say why", () =>
    Effect.gen(function* () {
      const root = tempDir()
      mkdirSync(join(root, "guild.yml"))
      expect(yield* reason(join(root, "guild.yml"))).toBe("expected a file, not a directory")
      if (process.getuid?.() !== 0) {
        const path = write(root, "secret.yml", "a: b\n")
        chmodSync(path, 0)
        expect(yield* reason(path)).toContain("permission denied")
      }
    })
  )

  it.effect("may be links, and an include of a file that is no text is an error", () =>
    Effect.gen(function* () {
      const root = tempDir()
      write(root, "real.yml", "train: train\n")
      symlinkSync("real.yml", join(root, "guild.yml"))
      expect((yield* forFile(join(root, "guild.yml"))).path).toBe(join(root, "guild.yml"))
      write(root, "binary.yml", Buffer.from([0xff, 0x00]))
      expect(yield* reason(write(root, "a.yml", "- include: binary.yml\n"))).toContain("not UTF-8")
    })
  )

  it.effect("of packages are found in an activated environment", () =>
    Effect.gen(function* () {
      const venv = tempDir()
      write(
        venv,
        "lib/python3.11/site-packages/gpkg/hello/guild.yml",
        "- config: base\n  operations: {op: {exec: a}}\n"
      )
      const path = write(tempDir(), "guild.yml", "- model: m\n  extends: gpkg.hello/base\n")
      const file = yield* Effect.flatMap(GuildFiles, (files) => files.forFile(path)).pipe(
        Effect.provide(Layer.provide(layer, testHost({ cwd: "/", env: { VIRTUAL_ENV: venv } })))
      )
      expect(file.models[0]?.operations.map((op) => op.fullName)).toEqual(["m:op"])
    })
  )

  it.effect(
    "of installed packages are known by their directories, links and entry points, and name package and version",
    () =>
      Effect.gen(function* () {
        const venv = tempDir()
        const elsewhere = tempDir()
        const site = "lib/python3.11/site-packages"
        const guildFile = (op: string) => `- model: m\n  operations: {${op}: {exec: a}}\n`
        write(venv, `${site}/plain/guild.yml`, guildFile("one"))
        write(venv, `${site}/my/deep/guild.yml`, guildFile("two"))
        write(venv, `${site}/my.deep-1.2.dist-info/METADATA`, "Metadata-Version: 2.1\nName: my.deep\nVersion: 1.2\n")
        write(venv, `${site}/my.deep-1.2.dist-info/entry_points.txt`, "[a]\nb = c\n\n[guild.models]\nm = d:E\n")
        write(venv, `${site}/none-1.0.dist-info/entry_points.txt`, "[guild.models]\n\n[b]\nc = d\n")
        write(venv, `${site}/linked.pth`, `# a link\nimport os\n${elsewhere}\n`)
        write(elsewhere, "there/guild.yml", guildFile("three"))
        const opRefs = (name: string) =>
          Effect.flatMap(GuildFiles, (files) => files.forPackage(name)).pipe(
            Effect.map(Option.map((file) => file.models[0]?.operations.map(({ opRef }) => opRef)))
          )
        yield* Effect.gen(function* () {
          expect(yield* (yield* GuildFiles).packageNames).toEqual(["my.deep", "plain", "there"])
          expect(Option.getOrNull(yield* opRefs("my.deep"))).toMatchObject([
            { pkgType: "package", pkgName: "my.deep", pkgVersion: "1.2", modelName: "m", opName: "two" }
          ])
          expect(Option.getOrNull(yield* opRefs("there"))).toMatchObject([
            { pkgType: "guildfile", pkgName: join(elsewhere, "there/guild.yml") }
          ])
          expect(Option.isNone(yield* opRefs("../plain"))).toBe(true)
        }).pipe(Effect.provide(Layer.provide(layer, testHost({ cwd: "/", env: { VIRTUAL_ENV: venv } }))))
      })
  )
})

describe("what Guild files read as", () => {
  const project = () => {
    const root = tempDir()
    const home = join(root, "home")
    const path = write(root, "guild.yml", "train:\n  main: train\n  flags:\n    10: 1.0\n    9: 1e-3\n    x: yes\n")
    const cache = join(home, "cache/guild-files")
    return { path, home, remembered: () => readdirSync(cache).map((name) => join(cache, name)) }
  }

  const flags = (path: string, home: string) =>
    Effect.map(forFile(path, home), ({ models }) =>
      models[0]?.operations[0]?.flags.map(({ default: value, name }) => [name, value])
    )

  const expected = [
    ["10", float(1)],
    ["9", float(0.001)],
    ["x", true]
  ]

  it.effect("is remembered, and the text is not read as YAML again", () =>
    Effect.gen(function* () {
      const { home, path, remembered } = project()
      expect(yield* flags(path, home)).toEqual(expected)
      const [file = "", ...others] = remembered()
      expect(others).toEqual([])
      const reading = readFileSync(file, "utf8").slice(32).replace('"1e-3"', '"2e-3"')
      writeFileSync(file, createHash("md5").update(reading).digest("hex") + reading)
      expect(yield* flags(path, home)).toEqual([
        ["10", float(1)],
        ["9", float(0.002)],
        ["x", true]
      ])
    })
  )

  it.effect("is read anew where what was remembered is damaged, empty or no file", () =>
    Effect.gen(function* () {
      const { home, path, remembered } = project()
      yield* flags(path, home)
      const [file = ""] = remembered()
      const whole = readFileSync(file, "utf8")
      for (const damaged of [whole.slice(0, -9), whole.replace('"1e-3"', '"2e-3"'), "", "{}", `${whole}x`]) {
        writeFileSync(file, damaged)
        expect(yield* flags(path, home)).toEqual(expected)
        expect(readFileSync(file, "utf8")).toBe(whole)
      }
      rmSync(file)
      mkdirSync(file)
      expect(yield* flags(path, home)).toEqual(expected)
    })
  )

  it.effect("is another with every change of a text", () =>
    Effect.gen(function* () {
      const { home, path } = project()
      yield* flags(path, home)
      writeFileSync(path, "train:\n  main: train\n  flags: {y: 2}\n")
      expect(yield* flags(path, home)).toEqual([["y", 2]])
    })
  )

  it.effect("is forgotten where a hundred others were read since", () =>
    Effect.gen(function* () {
      const { home, path, remembered } = project()
      yield* flags(path, home)
      const [first = ""] = remembered()
      utimesSync(first, 1, 1)
      for (let n = 0; n < 100; n++) {
        writeFileSync(path, `train:\n  main: train\n  flags: {y: ${n}}\n`)
        yield* flags(path, home)
      }
      expect(remembered()).toHaveLength(100)
      expect(remembered()).not.toContain(first)
    })
  )

  it.effect("still has its places in messages, however often it is read", () =>
    Effect.gen(function* () {
      const { home, path } = project()
      writeFileSync(path, "train:\n  main: train\n  descripton: x\n")
      const warnings = Effect.map(forFile(path, home), (file) => file.warnings)
      const expectedWarnings = [
        `${path}, line 3: unexpected attribute 'descripton' in operation 'train': did you mean 'description'?`
      ]
      expect(yield* warnings).toEqual(expectedWarnings)
      expect(yield* warnings).toEqual(expectedWarnings)
      writeFileSync(path, "train:\n  main: train\n  flags: [a]\n")
      const mistake = Effect.flip(forFile(path, home))
      for (const found of [yield* mistake, yield* mistake, yield* mistake])
        expect(found).toMatchObject({ line: 3, column: 10 })
    })
  )

  it.effect("need not be remembered", () =>
    Effect.gen(function* () {
      const { path } = project()
      expect(yield* flags(path, "/dev/null")).toEqual(expected)
    })
  )
})
