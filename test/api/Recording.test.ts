import { describe, expect, it } from "@effect/vitest"
import { Console, Effect, Exit, Fiber, Logger, Schema, TestClock } from "effect"
import { Guild, Log, Operation, Pipeline } from "../../src/index.ts"
import { RunOutput } from "../../src/services/RunOutput.ts"
import { memory } from "../../src/testing.ts"

const printedBy = (operation: string) =>
  Effect.gen(function* () {
    const runs = yield* Guild.runs()
    const run = runs.find(({ opRef }) => opRef.opName === operation)
    return run === undefined ? [] : yield* (yield* RunOutput).lines(run)
  })

describe("the run of a function", () => {
  it.effect("has what the function logs and prints with Effect's own means as its output", () =>
    Effect.gen(function* () {
      const loud = Operation.make("loud", {
        output: Schema.Void,
        run: () =>
          Effect.gen(function* () {
            yield* (yield* Log).print("printed")
            yield* Console.log("shown", { n: 1 })
            yield* Console.error("wrong")
            yield* Effect.log("logged")
          }).pipe(Effect.provide(Logger.add(Logger.withConsoleLog(Logger.logfmtLogger))))
      })
      yield* Pipeline.make("p", { build: () => loud.with() }).run({})
      const lines = (yield* printedBy("loud")).map(({ stream, text }) => [stream, text] as const)
      expect(lines).toEqual([
        [0, "printed"],
        [0, "shown {"],
        [0, '  "n": 1'],
        [0, "}"],
        [1, "wrong"],
        [0, expect.stringMatching(/level=INFO .*message=logged/)]
      ])
    }).pipe(Effect.provide(memory().layer))
  )

  it.effect("ends after the function's scope is closed, and before what needs it starts", () =>
    Effect.gen(function* () {
      const events: Array<string> = []
      const note = (event: string) => Effect.sync(() => void events.push(event))
      const holds = Operation.make("holds", {
        output: Schema.Int,
        run: () =>
          Effect.as(
            Effect.acquireRelease(note("acquired"), () => note("released")),
            1
          )
      })
      const after = Operation.make("after", {
        requires: Schema.Struct({ n: Schema.Int }),
        output: Schema.Int,
        run: ({ requires }) => Effect.as(note("after"), requires.n)
      })
      const pipeline = Pipeline.make("p", { build: () => after.with({ requires: { n: holds.with() } }) })
      expect(yield* pipeline.run({})).toBe(1)
      expect(events).toEqual(["acquired", "released", "after"])
    }).pipe(Effect.provide(memory().layer))
  )

  it.effect("is terminated when the pipeline is interrupted, with its scope closed", () =>
    Effect.gen(function* () {
      const events: Array<string> = []
      const holds = Operation.make("holds", {
        output: Schema.Int,
        run: () =>
          Effect.zipRight(
            Effect.acquireRelease(Effect.void, () => Effect.sync(() => void events.push("released"))),
            Effect.as(Effect.sleep("1 hour"), 1)
          )
      })
      const fiber = yield* Effect.fork(Pipeline.make("p", { build: () => holds.with() }).run({}))
      yield* TestClock.adjust("1 minute")
      expect(Exit.isInterrupted(yield* Fiber.interrupt(fiber))).toBe(true)
      expect(events).toEqual(["released"])
      expect((yield* Guild.runs()).map(({ status }) => status._tag)).toEqual(["Terminated", "Terminated"])
    }).pipe(Effect.provide(memory().layer))
  )
})

describe("what a function gave", () => {
  /** How often the one node of a pipeline runs that is restarted once, and what either start gives. */
  const twice = <A, I>(output: Schema.Schema<A, I>, value: A) =>
    Effect.gen(function* () {
      let calls = 0
      const gives = Operation.make("gives", { output, run: () => Effect.sync(() => ((calls += 1), value)) })
      const pipeline = Pipeline.make("p", { build: () => gives.with() })
      const first = yield* pipeline.run({})
      const parent = (yield* Guild.runs()).find(({ opRef }) => opRef.opName === "p")
      const second = yield* pipeline.run({}, { restart: parent?.id })
      const warnings = (yield* printedBy("gives")).filter(({ text }) => text.startsWith("WARNING"))
      return { calls, first, second, warnings: warnings.map(({ text }) => text) }
    }).pipe(Effect.provide(memory().layer))

  it.effect("is read again as it was, numbers that JSON does not have included", () =>
    Effect.gen(function* () {
      class Point extends Schema.Class<Point>("Point")({ x: Schema.Number, at: Schema.Date }) {}
      const output = Schema.Struct({
        loss: Schema.Array(Schema.Number),
        note: Schema.optional(Schema.String),
        point: Point,
        sizes: Schema.Map({ key: Schema.String, value: Schema.BigInt }),
        texts: Schema.Array(Schema.String)
      })
      const value = {
        loss: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1, 1e300, 2 ** 60],
        point: new Point({ x: 1, at: new Date(0) }),
        sizes: new Map([["a", 12345678901234567890n]]),
        texts: ["1e3", "yes", "~", "", "a\nb", "[1]", "é\u0000"]
      }
      expect(yield* twice(output, value)).toEqual({ calls: 1, first: value, second: value, warnings: [] })
      expect(yield* twice(Schema.Void, undefined)).toMatchObject({ calls: 1, warnings: [] })
    })
  )

  it.effect("is made again by a restart where its Schema makes no data of it, which is said beforehand", () =>
    Effect.gen(function* () {
      const { calls, warnings } = yield* twice(Schema.Struct({ at: Schema.DateFromSelf }), { at: new Date(0) })
      expect(calls).toBe(2)
      expect(warnings[0]).toMatch(/^WARNING: a restart cannot read what gives gave and runs it again: at: /)
    })
  )
})
