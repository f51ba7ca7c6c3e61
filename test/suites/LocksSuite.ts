import { expect, it } from "@effect/vitest"
import type { Layer, Scope } from "effect"
import { Deferred, Effect, Fiber } from "effect"
import { describe } from "vitest"
import { Locks } from "../../src/services/Locks.ts"

/** What every Locks promises; run it on each layer. */
export const suite = (name: string, layer: Effect.Effect<Layer.Layer<Locks>, never, Scope.Scope>): void => {
  const law = (sentence: string, effect: Effect.Effect<void, unknown, Locks | Scope.Scope>) =>
    it.scopedLive(sentence, () => Effect.flatMap(layer, (built) => Effect.provide(effect, built)))

  describe(`Locks laws: ${name}`, () => {
    law(
      "one at a time holds a lock, and all that want it get it",
      Effect.gen(function* () {
        const locks = yield* Locks
        let holders = 0
        const seen: Array<number> = []
        const work = Effect.gen(function* () {
          seen.push(++holders)
          yield* Effect.yieldNow()
          holders--
        })
        yield* Effect.replicateEffect(locks.withLock("queue", work), 8, { concurrency: "unbounded", discard: true })
        expect(seen).toEqual([1, 1, 1, 1, 1, 1, 1, 1])
      })
    )

    law(
      "a lock is given up when its work fails or is interrupted",
      Effect.gen(function* () {
        const locks = yield* Locks
        expect(yield* Effect.flip(locks.withLock("queue", Effect.fail("no")))).toBe("no")
        const begun = yield* Deferred.make<void>()
        const held = locks.withLock("queue", Effect.zipRight(Deferred.succeed(begun, undefined), Effect.never))
        const fiber = yield* Effect.fork(held)
        yield* Deferred.await(begun)
        yield* Fiber.interrupt(fiber)
        expect(yield* locks.withLock("queue", Effect.succeed("free"))).toBe("free")
      })
    )
  })
}
