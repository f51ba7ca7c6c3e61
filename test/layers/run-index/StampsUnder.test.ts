import { afterEach, beforeEach, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stampAt } from "../../../src/layers/run-index/Stamps.ts"
import { stampsUnder } from "../../../src/layers/run-index/StampsUnder.ts"

let dir = ""
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "guild-stamps-under-"))
  mkdirSync(join(dir, "run"))
  writeFileSync(join(dir, "run/label"), "a label")
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** So many paths that a second thread helps: files, directories and nothing in turn. */
const many = Array.from({ length: 120_000 }, (_, i) => ["run", "run/label", `none-${i}`][i % 3] ?? "")

describe("stamps of files under a directory", () => {
  for (const [how, paths] of [
    ["few paths", many.slice(0, 300)],
    ["as many paths as two threads share", many]
  ] as const)
    it.effect(`are those of each file, in the order of the paths, for ${how}`, () =>
      Effect.gen(function* () {
        const found = yield* stampsUnder(dir, paths)
        const each = new Map(["run", "run/label"].map((path) => [path, stampAt(join(dir, path))]))
        expect(found.length).toBe(paths.length)
        expect(paths.every((path, i) => Object.is(found[i], each.get(path) ?? NaN))).toBe(true)
      })
    )

  it.live("are given up on when they are not wanted any more", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(stampsUnder(dir, many))
      yield* Effect.yieldNow()
      expect((yield* Fiber.interrupt(fiber))._tag).toBe("Failure")
    })
  )
})
