import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { afterAll, describe } from "vitest"
import { layer as memory } from "../../src/layers/UserFilesMemory.ts"
import { layer as node } from "../../src/layers/UserFilesNode.ts"
import { UserFiles } from "../../src/services/UserFiles.ts"
import { suite } from "../suites/UserFilesSuite.ts"
import { testHost } from "../support/testHost.ts"

const dir = mkdtempSync(join(tmpdir(), "guild-user-files-"))
afterAll(() => rmSync(dir, { recursive: true }))

const real = Layer.provide(node, testHost({ cwd: dir }))

suite("UserFilesMemory", memory(new Map()), "notes.txt")
suite("UserFilesNode", real, "notes.txt")

describe("UserFilesNode", () => {
  it.effect("counts paths from where the command acts, and takes absolute ones as they are", () =>
    Effect.gen(function* () {
      const files = yield* UserFiles
      yield* files.write("here.csv", "a\n")
      expect(readFileSync(join(dir, "here.csv"), "utf8")).toBe("a\n")
      expect(yield* files.read(join(dir, "here.csv"))).toBe("a\n")
    }).pipe(Effect.provide(real))
  )

  it.effect("leaves nothing half written where the file cannot be made", () =>
    Effect.gen(function* () {
      const files = yield* UserFiles
      mkdirSync(join(dir, "taken"))
      writeFileSync(join(dir, "taken/inside"), "")
      const error = yield* Effect.flip(files.write("taken", "text"))
      expect(error.message).toMatch(/^cannot write taken: /)
      expect((yield* Effect.flip(files.write("no/such/dir.csv", "text"))).message).toBe(
        "cannot write no/such/dir.csv: ENOENT: no such file or directory"
      )
      expect(readdirSync(dir).filter((name) => name.endsWith(".tmp"))).toEqual([])
    }).pipe(Effect.provide(real))
  )

  it.effect("says why a file that is there cannot be read", () =>
    Effect.gen(function* () {
      const files = yield* UserFiles
      mkdirSync(join(dir, "a-dir"))
      expect((yield* Effect.flip(files.read("a-dir"))).message).toMatch(/^cannot read a-dir: EISDIR/)
      symlinkSync("loop", join(dir, "loop"))
      expect((yield* Effect.flip(files.read("loop"))).message).toMatch(/^cannot read loop: ELOOP/)
      expect(yield* files.read("a-dir/inside/nothing")).toBeUndefined()
    }).pipe(Effect.provide(real))
  )

  it.effect("writes to a device without replacing it", () =>
    Effect.gen(function* () {
      yield* Effect.flatMap(UserFiles, (files) => files.write("/dev/null", "gone"))
      expect(readdirSync("/dev")).toContain("null")
    }).pipe(Effect.provide(real))
  )
})
