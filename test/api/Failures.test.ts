import { describe, expect, it } from "@effect/vitest"
import { Data, Effect, Either, Fiber, Schedule, Schema, TestClock } from "effect"
import type { NodeError } from "../../src/index.ts"
import { Guild, NodeRunFailed, NodeTimedOut, Operation, Pipeline } from "../../src/index.ts"
import { RunOutput } from "../../src/services/RunOutput.ts"
import { memory } from "../../src/testing.ts"

class Flaky extends Data.TaggedError("Flaky")<{ readonly n: number }> {}
class Refused extends Data.TaggedError("Refused")<{}> {}

const count = Schema.Struct({ n: Schema.Int })

/** A pipeline of one node that does this. */
const only = <E>(run: () => Effect.Effect<{ readonly n: number }, E>) =>
  Pipeline.make("p", { build: () => Operation.make("op", { output: count, run }).with() })

/** What a pipeline that fails says, what its node's run has printed last, and how the runs stand, the node's first. */
const failing = <E>(pipeline: Pipeline<{}, unknown, E, never>) =>
  Effect.gen(function* () {
    const ended = yield* Effect.either(pipeline.run({}))
    const runs = yield* Guild.runs()
    const output = yield* RunOutput
    const lines = runs[0] === undefined ? [] : yield* output.lines(runs[0])
    return {
      message: Either.isLeft(ended)
        ? ended.left.message.replaceAll(/run [0-9a-f]{8}|--output [0-9a-f]{8}/g, "RUN")
        : undefined,
      failures: Either.isLeft(ended) && ended.left._tag === "PipelineFailed" ? ended.left.failures : [],
      printed: lines.map(({ text }) => text),
      statuses: runs.map(({ status }) => status._tag)
    }
  }).pipe(Effect.provide(memory().layer))

describe("a node that fails", () => {
  it.effect("is told of by its message, or else by its name and fields, here and in its run's output", () =>
    Effect.gen(function* () {
      const inner = new Error("no disk")
      const said: ReadonlyArray<readonly [failure: unknown, ReadonlyArray<string>]> = [
        [new Error("no luck"), ["no luck"]],
        [new Flaky({ n: 3 }), ['Flaky: {"n":3}']],
        [new Refused(), ["Refused"]],
        [new Error("cannot save", { cause: inner }), ["cannot save", "because: no disk"]],
        [new Error("cannot save: no disk", { cause: inner }), ["cannot save: no disk"]],
        ["in plain words", ["in plain words"]],
        [{ code: 7 }, ['failed with {"code":7}']],
        [undefined, ["failed with undefined"]]
      ]
      for (const [failure, lines] of said)
        expect(yield* failing(only(() => Effect.fail(failure)))).toEqual({
          message: `p failed\n  op: ${lines.join("\n    ")}`,
          failures: [{ node: "op", error: failure, message: lines.join("\n") }],
          printed: lines,
          statuses: ["Failed", "Failed"]
        })
    })
  )

  it.effect(
    "because its function throws, in its Effect or before it gives one, has failed as a program that crashes",
    () =>
      Effect.gen(function* () {
        const slip = (): never => {
          throw new TypeError("a slip")
        }
        for (const run of [slip, () => Effect.sync(slip), () => Effect.die(new TypeError("a slip"))]) {
          const { failures, message, printed, statuses } = yield* failing(only(run))
          expect({ message, statuses }).toEqual({
            message: "p failed\n  op: op (RUN) failed: TypeError: a slip\n    Use 'guild cat RUN' for what it printed.",
            statuses: ["Failed", "Failed"]
          })
          expect(failures.map(({ error }) => error instanceof NodeRunFailed)).toEqual([true])
          expect(printed[0]).toBe("TypeError: a slip")
          expect(printed.slice(1).join("\n")).toMatch(/^ +at .*Failures\.test\.ts:\d+/)
        }
      })
  )

  it.effect("because it interrupts itself ends nothing else", () =>
    Effect.gen(function* () {
      const { message, printed, statuses } = yield* failing(only(() => Effect.interrupt))
      expect({ message, printed, statuses }).toEqual({
        message: "p failed\n  op: op (RUN) failed: it interrupted itself\n    Use 'guild cat RUN' for what it printed.",
        printed: ["it interrupted itself"],
        statuses: ["Failed", "Failed"]
      })
    })
  )

  it.effect("because what it needs cannot be made of an output, or its command cannot, is told of with the place", () =>
    Effect.gen(function* () {
      const slip = (): never => {
        throw new Error("a slip")
      }
      const one = Operation.make("one", { output: count, run: () => Effect.succeed({ n: 1 }) })
      const takes = Operation.process("takes", {
        requires: Schema.Struct({ it: count }),
        output: count,
        command: slip
      })
      const wired = [one.with().map(slip), one.with()]
      for (const it of wired) {
        const ended = yield* failing(Pipeline.make("p", { build: () => takes.with({ requires: { it } }) }))
        expect(ended.message).toMatch(
          /^p failed\n {2}takes: cannot run takes: Error: a slip\n +at .*Failures\.test\.ts:\d+/
        )
        expect(ended.statuses).toEqual(["Completed", "Failed"])
      }
      const last = yield* failing(Pipeline.make("p", { build: () => one.with().map(slip) }))
      expect(last.message).toMatch(/^cannot run p: Error: a slip\n +at .*Failures\.test\.ts:\d+/)
      expect(last.statuses).toEqual(["Completed", "Failed"])
    })
  )

  it.effect("because its Schema throws has given what the Schema does not take", () =>
    Effect.gen(function* () {
      const picky = Schema.Int.pipe(
        Schema.filter(() => {
          throw new Error("not today")
        })
      )
      const op = Operation.make("op", { output: picky, run: () => Effect.succeed(1) })
      const { message, statuses } = yield* failing(Pipeline.make("p", { build: () => op.with() }))
      expect({ message, statuses }).toEqual({
        message: "p failed\n  op: invalid 'output' of op: not today",
        statuses: ["Failed", "Failed"]
      })
      const flags = Pipeline.make("p", { flags: Schema.Struct({ n: picky }), build: () => op.with() })
      expect(yield* Effect.flip(flags.run({ n: 1 }))).toMatchObject({ _tag: "DataInvalid", reason: "not today" })
    }).pipe(Effect.provide(memory().layer))
  )
})

describe("a schedule that a node is tried again by", () => {
  it.effect("is asked about the node's own errors", () =>
    Effect.gen(function* () {
      let calls = 0
      const op = Operation.make("op", {
        output: count,
        run: () =>
          Effect.suspend((): Effect.Effect<never, Flaky | Refused> => {
            calls += 1
            return calls < 3 ? new Flaky({ n: calls }) : new Refused()
          })
      })
      const asked: Array<string> = []
      const pipeline = Pipeline.make("p", {
        build: () =>
          op.with({
            retry: Schedule.recurWhile((error: Flaky | Refused | NodeError) => {
              asked.push(error._tag)
              return error._tag === "Flaky"
            })
          })
      })
      expect((yield* failing(pipeline)).message).toBe("p failed\n  op: Refused")
      expect(asked).toEqual(["Flaky", "Flaky", "Refused"])
    })
  )

  it.effect("is asked about attempts that took too long", () =>
    Effect.gen(function* () {
      const pipeline = Pipeline.make("p", {
        build: () =>
          Operation.make("op", { output: count, run: () => Effect.never }).with({
            timeout: "1 minute",
            retry: Schedule.recurs(2).pipe(Schedule.whileInput((error: NodeError) => error._tag === "NodeTimedOut"))
          })
      })
      const running = yield* Effect.fork(failing(pipeline))
      yield* TestClock.adjust("3 minutes")
      const { failures, message, statuses } = yield* Fiber.join(running)
      expect(message).toBe("p failed\n  op: took longer than 1m")
      expect(failures[0]?.error).toEqual(new NodeTimedOut({ node: "op", timeoutMs: 60_000 }))
      expect(statuses).toEqual(["Terminated", "Terminated", "Terminated", "Failed"])
    })
  )
})
