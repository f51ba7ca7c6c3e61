import { afterEach, beforeEach, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { stampAt } from "../../../src/layers/run-index/Stamps.ts"
import { stampsUnder } from "../../../src/layers/run-index/StampsUnder.ts"
import type { Files } from "../../../src/layers/run-index/StampThread.ts"
import { makeStampThread, StampThread } from "../../../src/layers/run-index/StampThread.ts"

let dir = ""
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "guild-stamps-under-"))
  mkdirSync(join(dir, "run"))
  writeFileSync(join(dir, "run/label"), "a label")
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** So many files that a second thread helps: directories, files and nothing in turn. */
const many: Files = {
  dirs: Array.from({ length: 40_000 }, (_, i) => (i % 3 < 2 ? "run" : `none-${i}`)),
  files: Array.from({ length: 40_000 }, (_, i) => (i % 3 === 0 ? "." : "label"))
}
const few: Files = { dirs: many.dirs.slice(0, 300), files: many.files.slice(0, 300) }

const withThread = <A>(look: Effect.Effect<A>): Effect.Effect<A> =>
  Effect.scoped(Effect.flatMap(makeStampThread, (thread) => Effect.provideService(look, StampThread, thread)))

const areRight = (found: Float64Array, { dirs, files }: Files): boolean => {
  const each = new Map(["run/.", "run/label"].map((path) => [path, stampAt(join(dir, path))]))
  return dirs.every((name, i) => Object.is(found[i], each.get(`${name}/${files[i] ?? ""}`) ?? NaN))
}

describe("stamps of files under a directory", () => {
  for (const [how, files] of [
    ["few files", few],
    ["as many files as two threads share", many]
  ] as const)
    it.effect(`are those of each file, in their order, for ${how}`, () =>
      Effect.gen(function* () {
        const found = yield* withThread(stampsUnder(dir, files))
        expect(found.length).toBe(files.dirs.length)
        expect(areRight(found, files)).toBe(true)
      })
    )

  it.live("are right where one thread helps again and again, and where there is none", () =>
    Effect.gen(function* () {
      const again = yield* withThread(Effect.replicateEffect(stampsUnder(dir, many), 5))
      for (const found of [...again, yield* stampsUnder(dir, many)]) expect(areRight(found, many)).toBe(true)
    })
  )

  it.live("are given up on when they are not wanted any more", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(withThread(stampsUnder(dir, many)))
      yield* Effect.yieldNow()
      expect((yield* Fiber.interrupt(fiber))._tag).toBe("Failure")
    })
  )
})
