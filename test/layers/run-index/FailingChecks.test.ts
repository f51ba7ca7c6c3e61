import { afterEach, beforeEach, describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import type { CheckList } from "../../../src/layers/run-index/Checks.ts"
import { makeChecks } from "../../../src/layers/run-index/Checks.ts"
import { failingOf, worthAThread } from "../../../src/layers/run-index/FailingChecks.ts"
import { stampAt } from "../../../src/layers/run-index/Stamps.ts"
import { makeStampThread, StampThread } from "../../../src/layers/run-index/StampThread.ts"

import { until } from "../../support/until.ts"

let dir = ""
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "guild-failing-"))
  mkdirSync(join(dir, "run"))
  writeFileSync(join(dir, "run/label"), "a label")
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Four kinds of directories in turn: as it has to be, gone, one with a file that changed, one with a file that came. */
const KINDS = 4
const failsAt = (i: number): boolean => i % KINDS !== 0

/** Checks of directories, some files of each, of which all but one of each kind are as they have to be. */
const checksOf = (count: number): CheckList => {
  const checks = makeChecks(Array.from({ length: count }, (_, i) => (i % KINDS === 1 ? `none-${i}` : "run")))
  const [self, label, tags] = [checks.file("."), checks.file("label"), checks.file("tags")]
  const [selfStamp, labelStamp] = [stampAt(join(dir, "run")), stampAt(join(dir, "run/label"))]
  for (let i = 0; i < count; i++) {
    checks.add(i, self, selfStamp)
    for (let n = 0; n < KINDS; n++) checks.add(i, tags, null)
    checks.add(i, label, i % KINDS === 2 ? (labelStamp ?? 0) + 1 : i % KINDS === 3 ? null : labelStamp)
  }
  return checks
}

const few = 50
/** So many that a thread helps which is there already. */
const some = 1_000
/** So many directories that a second thread helps. */
const many = 8_000

const withThread = <A>(look: Effect.Effect<A>): Effect.Effect<A> =>
  Effect.scoped(Effect.flatMap(makeStampThread, (thread) => Effect.provideService(look, StampThread, thread)))

const wrong = (failed: Uint8Array): ReadonlyArray<number> =>
  [...failed.keys()].filter((i) => (failed[i] === 1) !== failsAt(i))

describe("directories with a file that is not as it has to be", () => {
  for (const [how, count, helped] of [
    ["few files", few, false],
    ["as many files as two threads share", many, true]
  ] as const)
    it.effect(`are found among ${how}, and no others`, () =>
      Effect.gen(function* () {
        const checks = checksOf(count)
        expect(worthAThread(checks.all().expected.length)).toBe(helped)
        const failed = yield* withThread(failingOf(dir, checks))
        expect(failed.length).toBe(count)
        expect(wrong(failed)).toEqual([])
      })
    )

  it.live("are found where one thread helps again and again, at once as well, and where there is none", () =>
    Effect.gen(function* () {
      const checks = checksOf(many)
      const looks = Effect.replicateEffect(failingOf(dir, checks), 4)
      const atOnce = Effect.all([failingOf(dir, checks), failingOf(dir, checks)], { concurrency: 2 })
      const found = yield* withThread(Effect.all([looks, atOnce]))
      for (const failed of [...found.flat(), yield* failingOf(dir, checks)]) expect(wrong(failed)).toEqual([])
    })
  )

  it.live("are found by two threads from the third time on, where a program asks for fewer again", () =>
    Effect.scoped(
      Effect.gen(function* () {
        const thread = yield* makeStampThread
        const checks = checksOf(some)
        expect(worthAThread(checks.all().expected.length)).toBe(false)
        const look = Effect.provideService(failingOf(dir, checks), StampThread, thread)
        for (let n = 0; n < 2; n++) expect(wrong(yield* look)).toEqual([])
        if (thread.exists) yield* Effect.promise(() => until("the thread", () => Effect.runSync(thread.isReady)))
        expect(wrong(yield* look)).toEqual([])
      })
    )
  )

  it.live("are given up on when they are not wanted any more", () =>
    Effect.gen(function* () {
      const fiber = yield* Effect.fork(withThread(failingOf(dir, checksOf(many))))
      yield* Effect.yieldNow()
      expect((yield* Fiber.interrupt(fiber))._tag).toBe("Failure")
    })
  )
})
