import { expect, it } from "@effect/vitest"
import type { Layer, Scope } from "effect"
import { Deferred, Effect, Fiber, Option } from "effect"
import { describe } from "vitest"
import { Locks } from "../../src/services/Locks.ts"

/** What every Locks promises; run it on each layer. */
export const suite = (name: string, layer: Effect.Effect<Layer.Layer<Locks>, never, Scope.Scope>): void => {
  const law = (sentence: string, effect: Effect.Effect<void, unknown, Locks | Scope.Scope>) =>
    it.scopedLive(sentence, () => Effect.flatMap(layer, (built) => Effect.provide(effect, built)))

  describe(`Locks laws: ${name}`, () => {
    law(
      "one at a time holds a lock, and the others are told",
      Effect.gen(function* () {
        const locks = yield* Locks
        let holders = 0
        const work = Effect.gen(function* () {
          expect(++holders).toBe(1)
          yield* Effect.yieldNow()
          holders--
        })
        const untilDone = Effect.repeat(Effect.zipRight(Effect.yieldNow(), locks.ifFree("queue", work)), {
          until: Option.isSome
        })
        yield* Effect.replicateEffect(untilDone, 8, { concurrency: "unbounded", discard: true })
        const within = yield* locks.ifFree("queue", locks.ifFree("queue", Effect.die("held twice")))
        expect(within).toEqual(Option.some(Option.none()))
      })
    )

    law(
      "locks of different names are apart",
      Effect.gen(function* () {
        const locks = yield* Locks
        const both = locks.ifFree("test-1", locks.ifFree("test-2", Effect.succeed("both")))
        expect(yield* both).toEqual(Option.some(Option.some("both")))
      })
    )

    law(
      "a lock is given up when its work fails or is interrupted",
      Effect.gen(function* () {
        const locks = yield* Locks
        expect(yield* Effect.flip(locks.ifFree("queue", Effect.fail("no")))).toBe("no")
        const begun = yield* Deferred.make<void>()
        const held = locks.ifFree("queue", Effect.zipRight(Deferred.succeed(begun, undefined), Effect.never))
        const fiber = yield* Effect.fork(held)
        yield* Deferred.await(begun)
        yield* Fiber.interrupt(fiber)
        expect(yield* locks.ifFree("queue", Effect.succeed("free"))).toEqual(Option.some("free"))
      })
    )
  })
}
