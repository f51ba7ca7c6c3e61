import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Queue } from "effect"
import { schedule } from "../../src/workflows/Schedule.ts"

describe("work that is asked for from outside", () => {
  it.effect("starts while other work runs, and is waited for while nothing does", () =>
    Effect.gen(function* () {
      const wake = yield* Queue.sliding<void>(1)
      const wanted: Array<string> = []
      const begun = yield* Queue.unbounded<string>()
      const ends = { a: yield* Deferred.make<void>(), b: yield* Deferred.make<void>() }
      const settled: Array<string> = []
      let open = true
      const work = (id: "a" | "b") => ({
        id,
        run: Effect.zipRight(Queue.offer(begun, id), Deferred.await(ends[id]))
      })
      const fiber = yield* Effect.fork(
        schedule(
          {
            next: Effect.sync(() => {
              const id = wanted.shift()
              return id === "a" || id === "b" ? work(id) : undefined
            }),
            settled: (id) => Effect.sync(() => void settled.push(id)),
            outside: { wake: Queue.take(wake), open: () => open }
          },
          { jobs: 2 }
        )
      )
      const ask = (id: string) =>
        Effect.zipRight(
          Effect.sync(() => wanted.push(id)),
          Queue.offer(wake, undefined)
        )
      yield* ask("a")
      expect(yield* Queue.take(begun)).toBe("a")
      yield* ask("b")
      expect(yield* Queue.take(begun)).toBe("b")
      yield* Deferred.succeed(ends.b, undefined)
      yield* Effect.yieldNow().pipe(Effect.repeat({ until: () => settled.length === 1 }))
      yield* Deferred.succeed(ends.a, undefined)
      yield* Effect.yieldNow().pipe(Effect.repeat({ until: () => settled.length === 2 }))
      expect((yield* Fiber.poll(fiber))._tag).toBe("None")
      open = false
      yield* Queue.offer(wake, undefined)
      yield* Fiber.join(fiber)
      expect(settled).toEqual(["b", "a"])
    })
  )
})
