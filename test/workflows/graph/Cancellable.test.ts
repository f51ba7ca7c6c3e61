import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Option } from "effect"
import { layerNever, make } from "../../../src/layers/InterruptsScripted.ts"
import { Interrupts } from "../../../src/services/Interrupts.ts"
import { cancellable } from "../../../src/workflows/graph/Cancellable.ts"

/** Like a process: not let go of before it has ended, which it does some time after it was asked. */
const process = (asked: Array<string>, started: Deferred.Deferred<void>, ended: Deferred.Deferred<void>) =>
  Effect.uninterruptible(
    Effect.gen(function* () {
      const interrupts = yield* Interrupts
      yield* Deferred.succeed(started, undefined)
      asked.push(yield* interrupts.asked)
      yield* Deferred.await(ended)
      asked.push("ended")
      return "status"
    })
  )

const setUp = Effect.gen(function* () {
  const asked: Array<string> = []
  const started = yield* Deferred.make<void>()
  const ended = yield* Deferred.make<void>()
  const fiber = yield* Effect.fork(cancellable(process(asked, started, ended)))
  yield* Deferred.await(started)
  return { asked, ended, fiber }
})

describe("work that can be cancelled", () => {
  it.effect("has its process asked to end, and is not over before the process is", () =>
    Effect.gen(function* () {
      const { asked, ended, fiber } = yield* setUp
      const interrupting = yield* Effect.fork(Fiber.interrupt(fiber))
      while (asked.length === 0) yield* Effect.yieldNow()
      expect(asked).toEqual(["SIGTERM"])
      expect(Option.isNone(yield* Fiber.poll(interrupting))).toBe(true)
      yield* Deferred.succeed(ended, undefined)
      yield* Fiber.join(interrupting)
      expect(asked).toEqual(["SIGTERM", "ended"])
    }).pipe(Effect.provide(layerNever))
  )

  it.effect("hears the user as well, and gives what its process comes to", () =>
    Effect.gen(function* () {
      const user = yield* make
      yield* Effect.gen(function* () {
        const { asked, ended, fiber } = yield* setUp
        yield* user.ask("SIGINT")
        yield* Deferred.succeed(ended, undefined)
        expect(yield* Fiber.join(fiber)).toBe("status")
        expect(asked).toEqual(["SIGINT", "ended"])
      }).pipe(Effect.provide(user.layer))
    })
  )
})
