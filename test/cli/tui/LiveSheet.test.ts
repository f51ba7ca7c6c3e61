import { describe, expect, it } from "@effect/vitest"
import { Deferred, Effect, Fiber, Layer, Queue, TestClock } from "effect"
import { liveSheet } from "../../../src/cli/tui/LiveSheet.ts"
import type { SheetSource } from "../../../src/cli/tui/SheetSource.ts"
import type { Frame } from "../../../src/domain/sheet/ScreenLine.ts"
import type { SheetData } from "../../../src/domain/sheet/SheetData.ts"
import { make } from "../../../src/layers/ScreenScripted.ts"
import type { ScreenEvent } from "../../../src/services/Screen.ts"
import { Screen } from "../../../src/services/Screen.ts"
import { runs, sheet } from "../../domain/sheet/sheets.ts"

const key = (name: string): ScreenEvent => ({ kind: "key", key: name })

const source = (data: () => SheetData, told: Partial<SheetSource<Error, never>> = {}): SheetSource<Error, never> => ({
  load: Effect.sync(() => ({ data: data(), version: String(data().rows.length) })),
  version: Effect.sync(() => String(data().rows.length)),
  details: (id) => Effect.succeed({ title: `Run ${id}`, lines: ["all of it"] }),
  mark: () => Effect.succeed(true),
  ...told
})

const size = { rows: 6, columns: 60 }

const shown = (events: ReadonlyArray<readonly [ScreenEvent, ...Array<ScreenEvent>]>, from = source(() => runs)) =>
  Effect.gen(function* () {
    const { layer, seen } = make(events, size)
    yield* Effect.provide(liveSheet(from), layer)
    expect(seen.isOpen()).toBe(false)
    return { seen, last: seen.frames().at(-1)?.join("\n") ?? "" }
  })

describe("a live table", () => {
  it.effect("draws once for all keys that came together, and ends with q", () =>
    Effect.gen(function* () {
      const { last, seen } = yield* shown([[key("down"), key("down")], [key("q")]])
      expect(seen.frames()).toHaveLength(2)
      expect(last).toContain("Run 3 of 4")
    })
  )

  it.effect("ends when nobody is there any more", () =>
    Effect.map(shown([]), ({ seen }) => expect(seen.frames()).toHaveLength(1))
  )

  it.effect("shows what is known of a run, and a mark", () =>
    Effect.gen(function* () {
      expect((yield* shown([[key("d")]])).last).toMatch(/^Run aa\nall of it\n/)
      expect((yield* shown([[key("m")]])).last).toContain("*aa")
      const gone = source(() => runs, { details: () => Effect.succeed(undefined), mark: () => Effect.succeed(false) })
      expect((yield* shown([[key("d")]], gone)).last).toContain("The run is not there any more")
      expect((yield* shown([[key("m")]], gone)).last).not.toContain("*aa")
    })
  )

  it.effect("says what went wrong and goes on", () =>
    Effect.gen(function* () {
      const broken = source(() => runs, { mark: () => Effect.fail(new Error("cannot write: the disk\u001b is full")) })
      const { last } = yield* shown([[key("m")]], broken)
      expect(last).toContain("cannot write: the disk\\x1b is full")
      expect(last).not.toContain("*aa")
    })
  )

  it.effect("fails where there is nothing to show in the first place, and leaves the screen alone", () =>
    Effect.gen(function* () {
      const { layer, seen } = make([], size)
      const none = source(() => runs, { load: Effect.fail(new Error("no runs directory")) })
      const error = yield* Effect.flip(Effect.provide(liveSheet(none), layer))
      expect(error.message).toBe("no runs directory")
      expect(seen.frames()).toEqual([])
    })
  )

  it.effect("takes the size that it is told, and suspends", () =>
    Effect.gen(function* () {
      const { seen } = yield* shown([[{ kind: "resized", size: { rows: 3, columns: 20 } }], [key("ctrl-z")]])
      expect(seen.frames()[1]).toHaveLength(3)
      expect(seen.suspended()).toBe(1)
    })
  )

  it.effect("goes on with other keys while it refreshes, which it does when asked to", () =>
    Effect.gen(function* () {
      const frames: Array<string> = []
      const keys = yield* Queue.unbounded<ScreenEvent>()
      const drawn = yield* Queue.unbounded<string>()
      const screen = Layer.succeed(Screen, {
        open: Effect.succeed({
          size,
          events: Effect.map(Queue.take(keys), (event) => [event] as const),
          draw: (frame: Frame) => {
            frames.push(frame.lines.map((line) => line.map((span) => span.text).join("")).join("\n"))
            return drawn.offer(frames.at(-1) ?? "")
          },
          forget: Effect.void,
          suspend: Effect.void
        })
      })
      const until = (text: string): Effect.Effect<string> =>
        Effect.repeat(Queue.take(drawn), { until: (frame) => frame.includes(text) })
      const first = { data: runs, version: "1" }
      const second = yield* Deferred.make<typeof first, Error>()
      const third = yield* Deferred.make<typeof first, Error>()
      const loads = [Effect.succeed(first), Deferred.await(second), Deferred.await(third)]
      const slow = source(() => runs, { load: Effect.suspend(() => loads.shift() ?? Effect.never) })
      const fiber = yield* Effect.fork(Effect.provide(liveSheet(slow), screen))
      yield* keys.offer(key("r"))
      yield* until("Refreshing ...")
      yield* keys.offer(key("down"))
      yield* until("Run 2 of 4")
      yield* Deferred.succeed(second, { data: sheet(["run"], ["zz"]), version: "2" })
      expect(yield* until("Refreshed")).toContain("zz")
      yield* keys.offer(key("r"))
      yield* Deferred.fail(third, new Error("no runs directory"))
      expect(yield* until("no runs directory")).toContain("zz")
      yield* keys.offer(key("q"))
      yield* Fiber.join(fiber)
    })
  )

  it.effect("sees rows that come, without a key", () =>
    Effect.gen(function* () {
      const frames: Array<string> = []
      const quit = yield* Deferred.make<void>()
      const drawn = yield* Deferred.make<void>()
      let data = sheet(["run"], ["aa"])
      const screen = Layer.succeed(Screen, {
        open: Effect.succeed({
          size,
          events: Effect.as(Deferred.await(quit), [key("q")] as const),
          draw: (frame: Frame) => {
            const text = frame.lines.map((line) => line.map((span) => span.text).join("")).join("\n")
            frames.push(text)
            return text.includes("bb") ? Deferred.succeed(drawn, undefined) : Effect.void
          },
          forget: Effect.void,
          suspend: Effect.void
        })
      })
      const fiber = yield* Effect.fork(Effect.provide(liveSheet(source(() => data)), screen))
      yield* TestClock.adjust("3 seconds")
      expect(frames).toHaveLength(1)
      data = sheet(["run"], ["bb"], ["aa"])
      yield* TestClock.adjust("3 seconds")
      yield* Deferred.await(drawn)
      expect(frames.at(-1)).toContain("Run 2 of 2")
      yield* Deferred.succeed(quit, undefined)
      yield* Fiber.join(fiber)
    })
  )

  it.effect("does not look at rows that take long while keys are typed", () =>
    Effect.gen(function* () {
      const keys = yield* Queue.unbounded<ScreenEvent>()
      let looks = 0
      const screen = Layer.succeed(Screen, {
        open: Effect.succeed({
          size,
          events: Effect.map(Queue.take(keys), (event) => [event] as const),
          draw: () => Effect.void,
          forget: Effect.void,
          suspend: Effect.void
        })
      })
      const slow = source(() => runs, {
        version: Effect.delay(
          Effect.sync(() => String((looks += 1))),
          "300 millis"
        )
      })
      const fiber = yield* Effect.fork(Effect.provide(liveSheet(slow), screen))
      yield* TestClock.adjust("1500 millis")
      expect(looks).toBe(1)
      for (let typed = 0; typed < 40; typed += 1) {
        yield* keys.offer(key("down"))
        yield* TestClock.adjust("500 millis")
      }
      expect(looks).toBe(1)
      yield* TestClock.adjust("3 seconds")
      expect(looks).toBe(2)
      yield* keys.offer(key("q"))
      yield* Fiber.join(fiber)
    })
  )
})
