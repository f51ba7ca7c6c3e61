import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Ref, TestClock } from "effect"
import { Interrupted, signalStatus } from "../../src/domain/Interrupted.ts"
import { layerNever, make } from "../../src/layers/InterruptsScripted.ts"
import { unlessAsked, untilAsked } from "../../src/workflows/UntilAsked.ts"

describe("work that can be given up", () => {
  it.effect("comes to its own end where nobody asks", () =>
    Effect.gen(function* () {
      yield* unlessAsked
      expect(yield* untilAsked(Effect.succeed(1))).toBe(1)
      expect(yield* Effect.flip(untilAsked(Effect.fail("no")))).toBe("no")
    }).pipe(Effect.provide(layerNever))
  )

  it.effect("is given up when guild is asked, after it let go of what it held", () =>
    Effect.gen(function* () {
      const interrupts = yield* make
      const held = yield* Ref.make(false)
      const work = Effect.acquireUseRelease(
        Ref.set(held, true),
        () => Effect.never,
        () => Effect.delay(Ref.set(held, false), "2 seconds")
      )
      const working = yield* Effect.fork(Effect.flip(untilAsked(work)).pipe(Effect.provide(interrupts.layer)))
      yield* TestClock.adjust("1 second")
      expect(yield* Ref.get(held)).toBe(true)
      yield* interrupts.ask("SIGTERM")
      yield* TestClock.adjust("2 seconds")
      expect((yield* Fiber.join(working)).message).toBe("stopped by SIGTERM")
      expect(yield* Ref.get(held)).toBe(false)
    })
  )

  it.effect("is not begun once guild was asked", () =>
    Effect.gen(function* () {
      const interrupts = yield* make
      yield* interrupts.ask("SIGINT")
      const begun = yield* Ref.make(false)
      const error = yield* Effect.flip(untilAsked(Ref.set(begun, true))).pipe(Effect.provide(interrupts.layer))
      expect({ tag: error._tag, begun: yield* Ref.get(begun) }).toEqual({ tag: "Interrupted", begun: false })
      expect(signalStatus(error.signal)).toBe(-2)
      expect(new Interrupted({ signal: "SIGTERM" }).message).toBe("stopped by SIGTERM")
    })
  )
})
