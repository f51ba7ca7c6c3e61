import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber } from "effect"
import { inSlices } from "../../src/workflows/InSlices.ts"

const items = Array.from({ length: 3_500 }, (_, i) => i)

describe("many items in slices", () => {
  it.effect("are done each once, in their order", () =>
    Effect.gen(function* () {
      const seen: Array<number> = []
      const results = yield* inSlices(items, (item, position) => {
        seen.push(position)
        return item * 2
      })
      expect(seen).toEqual(items)
      expect(results).toEqual(items.map((item) => item * 2))
      expect(yield* inSlices([], () => 1)).toEqual([])
    })
  )

  it.live("leave others a turn before they are all done", () =>
    Effect.gen(function* () {
      let done = 0
      let doneAtTurn: number | undefined
      yield* Effect.sync(() => setImmediate(() => (doneAtTurn = done)))
      yield* inSlices(items, () => (done += 1))
      expect(doneAtTurn).toBeLessThan(items.length)
    })
  )

  it.live("are given up on between slices when they are not wanted any more", () =>
    Effect.gen(function* () {
      let done = 0
      const fiber = yield* Effect.fork(inSlices(items, () => (done += 1)))
      yield* Effect.yieldNow()
      yield* Fiber.interrupt(fiber)
      expect(done).toBeLessThan(items.length)
    })
  )
})
