import { execFileSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { afterAll, describe } from "vitest"
import { selectRule } from "../../src/domain/source/SourceRules.ts"
import { layer } from "../../src/layers/SourceFilesNode.ts"
import { SourceFiles } from "../../src/services/SourceFiles.ts"
import { suite } from "../suites/SourceFilesSuite.ts"
import { defaultRules } from "../support/defaultRules.ts"

const base = mkdtempSync(join(tmpdir(), "guild-source-"))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

const make = (files: Readonly<Record<string, string | Uint8Array>>) => {
  const place = mkdtempSync(join(base, "place-"))
  const root = join(place, "project")
  mkdirSync(root)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), content)
  }
  return { place, root, dest: join(place, "copy") }
}

suite("node", (files) => ({
  ...make(files),
  layer,
  read: (path) => (existsSync(path) ? readFileSync(path, "latin1") : undefined)
}))

const all = selectRule(true, ["*"])

describe("source files on disk", () => {
  it.effect("follows links to files and directories, and copies what they point to", () =>
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const { place, root, dest } = make({ "a.txt": "a", "dir/b.txt": "b" })
      mkdirSync(join(place, "elsewhere"))
      writeFileSync(join(place, "elsewhere/c.txt"), "c")
      symlinkSync("a.txt", join(root, "link.txt"))
      symlinkSync("../elsewhere", join(root, "far"))
      const { selected } = yield* sources.select(root, defaultRules)
      expect(selected).toEqual(["a.txt", "link.txt", "dir/b.txt", "far/c.txt"])
      yield* sources.copy(root, selected, dest)
      expect(statSync(join(dest, "far")).isDirectory()).toBe(true)
      expect(readFileSync(join(dest, "link.txt"), "utf8")).toBe("a")
      expect(yield* sources.digest(dest)).toBe(yield* sources.digest(root))
    }).pipe(Effect.provide(layer))
  )

  it.effect("does not go round in circles of links", () =>
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const { root } = make({ "a/x": "", "b/y": "" })
      symlinkSync("..", join(root, "a/up"))
      symlinkSync(".", join(root, "self"))
      symlinkSync("../b", join(root, "a/b"))
      symlinkSync("../a", join(root, "b/a"))
      const { selected, warnings } = yield* sources.select(root, [all])
      expect(selected).toEqual(["a/x", "a/b/y", "b/y", "b/a/x"])
      expect(warnings).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.effect("tells of what cannot be read, unless the rules leave it out anyway", () =>
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const { root } = make({ a: "a" })
      symlinkSync("gone", join(root, "broken"))
      const found = yield* sources.select(root, defaultRules)
      expect(found.selected).toEqual(["a"])
      expect(found.warnings).toMatchObject([{ kind: "unreadable", path: "broken" }])
      const without = yield* sources.select(root, [...defaultRules, selectRule(false, ["broken"])])
      expect(without.warnings).toEqual([])
    }).pipe(Effect.provide(layer))
  )

  it.effect("leaves pipes alone", () =>
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const { root } = make({ a: "a" })
      execFileSync("mkfifo", [join(root, "pipe")])
      expect(yield* sources.select(root, [all])).toEqual({ selected: ["a"], skipped: ["pipe"], warnings: [] })
    }).pipe(Effect.provide(layer))
  )

  it.effect("keeps modes", () =>
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const { root, dest } = make({ "run.sh": "#!/bin/sh\n", secret: "x" })
      chmodSync(join(root, "run.sh"), 0o755)
      chmodSync(join(root, "secret"), 0o600)
      yield* sources.copy(root, ["run.sh", "secret"], dest)
      expect(statSync(join(dest, "run.sh")).mode & 0o777).toBe(0o755)
      expect(statSync(join(dest, "secret")).mode & 0o777).toBe(0o600)
    }).pipe(Effect.provide(layer))
  )

  it.effect("never writes through a link that stands in the destination", () =>
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const { place, root, dest } = make({ "a.txt": "new", "sub/b.txt": "new" })
      mkdirSync(join(place, "outside"))
      writeFileSync(join(place, "outside/a.txt"), "old")
      mkdirSync(dest)
      symlinkSync("../outside/a.txt", join(dest, "a.txt"))
      symlinkSync("../outside", join(dest, "sub"))
      yield* sources.copy(root, ["a.txt"], dest)
      expect(readFileSync(join(place, "outside/a.txt"), "utf8")).toBe("old")
      expect(readFileSync(join(dest, "a.txt"), "utf8")).toBe("new")
      const error = yield* Effect.flip(sources.copy(root, ["sub/b.txt"], dest))
      expect(error.message).toContain("is in the way")
      expect(existsSync(join(place, "outside/b.txt"))).toBe(false)
    }).pipe(Effect.provide(layer))
  )

  it.effect("fails with a typed error that names the file where the disk refuses", () =>
    Effect.gen(function* () {
      const sources = yield* SourceFiles
      const { root, dest } = make({ "a.txt": "a" })
      writeFileSync(dest, "a file where the copies should go")
      const error = yield* Effect.flip(sources.copy(root, ["a.txt"], dest))
      expect(error).toMatchObject({ _tag: "SourceError", operation: "copy" })
      expect(error.message).toContain(dest)
    }).pipe(Effect.provide(layer))
  )
})
