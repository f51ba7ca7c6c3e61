import { isatty } from "node:tty"
import { expect, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import { describe } from "vitest"
import { layer } from "../../src/layers/InterruptsNode.ts"
import { Interrupts } from "../../src/services/Interrupts.ts"

const listeners = Effect.sync(() => process.listenerCount("SIGTERM"))

describe("InterruptsNode", () => {
  it.effect("leaves signals to the system until somebody waits for one, and again afterwards", () =>
    Effect.gen(function* () {
      const before = yield* listeners
      yield* Effect.gen(function* () {
        const interrupts = yield* Interrupts
        expect(yield* listeners).toBe(before)
        const waiting = yield* Effect.fork(interrupts.asked)
        yield* Effect.yieldNow()
        yield* Fiber.interrupt(yield* Effect.fork(interrupts.insisted))
        expect(yield* listeners).toBe(before + 1)
        yield* Fiber.interrupt(waiting)
      }).pipe(Effect.provide(layer))
      expect(yield* listeners).toBe(before)
    })
  )

  it.effect("ignores a hang-up where no stream is a terminal, as nohup asks", () =>
    Effect.gen(function* () {
      const interrupts = yield* Interrupts
      expect(Option.isNone(yield* interrupts.received)).toBe(true)
      process.emit("SIGHUP", "SIGHUP")
      expect(Option.isNone(yield* interrupts.received)).toBe([0, 1, 2].every((fd) => !isatty(fd)))
    }).pipe(Effect.provide(layer))
  )

  it.effect("knows what was asked before anybody waited", () =>
    Effect.gen(function* () {
      const interrupts = yield* Interrupts
      expect(Option.isNone(yield* interrupts.received)).toBe(true)
      process.emit("SIGINT", "SIGINT")
      expect(yield* interrupts.received).toEqual(Option.some("SIGINT"))
      expect(yield* interrupts.asked).toBe("SIGINT")
    }).pipe(Effect.provide(layer))
  )

  it.effect("tells the first signal from the second", () =>
    Effect.gen(function* () {
      const interrupts = yield* Interrupts
      const asked = yield* Effect.fork(interrupts.asked)
      const insisted = yield* Effect.fork(interrupts.insisted)
      yield* Effect.yieldNow()
      process.emit("SIGTERM", "SIGTERM")
      expect(yield* Fiber.join(asked)).toBe("SIGTERM")
      process.emit("SIGINT", "SIGINT")
      yield* Fiber.join(insisted)
    }).pipe(Effect.provide(layer))
  )
})
