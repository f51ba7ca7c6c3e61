import { execFileSync } from "node:child_process"
import { appendFileSync, chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { describe } from "vitest"
import { layer } from "../../src/layers/RunFilesNode.ts"
import { RunFiles } from "../../src/services/RunFiles.ts"
import { suite } from "../suites/RunFilesSuite.ts"
import { tempHome } from "../support/tempHome.ts"

suite("RunFilesNode", (tree) =>
  Effect.map(tempHome, (home) => {
    for (const [path, content] of Object.entries(tree)) {
      mkdirSync(dirname(join(home, path)), { recursive: true })
      if (typeof content === "string") writeFileSync(join(home, path), content)
      else symlinkSync(content.link, join(home, path))
    }
    return { layer, dir: join(home, "run") }
  })
)

/** Nothing is closed to root. */
const asUser = process.getuid?.() === 0 ? it.scoped.skip : it.scoped

describe("RunFilesNode", () => {
  it.scoped("reads a large file whole", () =>
    Effect.gen(function* () {
      const path = join(yield* tempHome, "big")
      writeFileSync(path, Buffer.alloc(1_000_003, "x"))
      const files = yield* RunFiles
      let count = 0
      const end = yield* files.read(path, 0, (chunk) => {
        count += chunk.length
      })
      expect([count, end]).toEqual([1_000_003, 1_000_003])
    }).pipe(Effect.provide(layer))
  )

  it.scoped("finds a difference in the last byte of large files, and none where there is none", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      const path = (name: string) => join(home, name)
      for (const name of ["one", "same", "other"]) writeFileSync(path(name), Buffer.alloc(1_000_003, "x"))
      appendFileSync(path("one"), "1")
      appendFileSync(path("same"), "1")
      appendFileSync(path("other"), "2")
      const files = yield* RunFiles
      expect(yield* files.same(path("one"), path("same"))).toBe(true)
      expect(yield* files.same(path("one"), path("other"))).toBe(false)
    }).pipe(Effect.provide(layer))
  )

  it.scoped("does not wait for what a pipe may bring, or read a device", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      execFileSync("mkfifo", [join(home, "pipe")])
      symlinkSync("/dev/zero", join(home, "zero"))
      writeFileSync(join(home, "file"), "")
      const files = yield* RunFiles
      for (const name of ["pipe", "zero"]) {
        const error = yield* Effect.flip(files.read(join(home, name), 0, () => undefined))
        expect(error.message).toBe(`cannot read ${join(home, name)}: it is no regular file`)
        yield* Effect.flip(files.same(join(home, "file"), join(home, name)))
      }
    }).pipe(Effect.provide(layer))
  )

  asUser("lists a directory that may not be read as if it were empty", () =>
    Effect.gen(function* () {
      const home = yield* tempHome
      mkdirSync(join(home, "closed/inside"), { recursive: true })
      chmodSync(join(home, "closed"), 0)
      const { list } = yield* RunFiles
      expect((yield* list(home, { followLinks: false })).map(({ path }) => path)).toEqual(["closed"])
      chmodSync(join(home, "closed"), 0o755)
    }).pipe(Effect.provide(layer))
  )
})
