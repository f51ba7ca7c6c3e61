import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { statSync, utimesSync, writeFileSync } from "node:fs"
import { describe, vi } from "vitest"
import { lockKeeper } from "../../../src/layers/run-store/KeepLocks.ts"
import { tempHome } from "../../support/tempHome.ts"

const timers = Effect.acquireRelease(
  Effect.sync(() => vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] })),
  () => Effect.sync(() => vi.useRealTimers())
)

describe("a lock that is kept", () => {
  it.scoped("has its mark touched, until it is given up or another has it", () =>
    Effect.gen(function* () {
      yield* timers
      const lock = `${yield* tempHome}/LOCK`
      const age = () => utimesSync(`${lock}.owner`, 1, 1)
      const touchedMs = () => statSync(`${lock}.owner`).mtimeMs
      writeFileSync(`${lock}.owner`, "1 2 boot space")
      const keeper = lockKeeper(1_000)
      keeper.keep(lock)
      const expectTouched = () => {
        age()
        vi.advanceTimersByTime(1_000)
        expect(touchedMs()).toBeGreaterThan(1_000)
      }
      expectTouched()
      expectTouched()
      writeFileSync(`${lock}.owner`, "3 4 boot space")
      age()
      vi.advanceTimersByTime(5_000)
      expect(touchedMs()).toBe(1_000)
      expect(vi.getTimerCount()).toBe(0)
    })
  )

  it.scoped("is kept no longer than whoever keeps it", () =>
    Effect.gen(function* () {
      yield* timers
      const lock = `${yield* tempHome}/LOCK`
      writeFileSync(`${lock}.owner`, "1 2 boot space")
      const keeper = lockKeeper(1_000)
      keeper.keep(lock)
      keeper.close()
      expect(vi.getTimerCount()).toBe(0)
    })
  )
})
