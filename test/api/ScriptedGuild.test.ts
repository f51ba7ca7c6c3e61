import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Schema, TestClock } from "effect"
import { flag, Guild, Operation, Pipeline } from "../../src/index.ts"
import { memory, prints } from "../../src/testing.ts"

const train = Operation.guild("cnn:train", {
  flags: Schema.Struct({ lr: flag(Schema.Number, { default: 0.1 }) }),
  output: Schema.Struct({ loss: Schema.Number })
})

const pipeline = Pipeline.make("p", {
  build: () => train.with({ flags: { lr: 0.2 }, label: "the best", tags: ["a", "b"], timeout: "1 minute" })
})

describe("an operation of a Guild file on a machine in memory", () => {
  it.effect("is a run with the scalars of what its guild is told to print, and is not repeated by a restart", () => {
    const started: Array<ReadonlyArray<string>> = []
    const { layer, printed } = memory({
      script: ({ argv }) => {
        started.push(argv.slice(2, 4))
        return prints(["loss: 0.5", "loss: 0.25"])
      }
    })
    return Effect.gen(function* () {
      expect(yield* pipeline.run({})).toEqual({ loss: 0.25 })
      const [run, parent] = yield* Guild.runs()
      expect(run).toMatchObject({
        opRef: { pkgType: "guildfile", modelName: "cnn", opName: "train" },
        status: { _tag: "Completed" },
        flags: { lr: { value: 0.2 } },
        label: "a b the best",
        tags: ["a", "b"]
      })
      expect(printed.stdout()).toBe("loss: 0.5\nloss: 0.25\n")
      expect(yield* pipeline.run({}, { restart: parent?.id })).toEqual({ loss: 0.25 })
      expect(started).toEqual([["run", "cnn:train"]])
    }).pipe(Effect.provide(layer))
  })

  it.effect("fails as its guild does", () =>
    Effect.gen(function* () {
      const failed = yield* Effect.flip(pipeline.run({}))
      expect(failed.message).toMatch(
        /^p failed\n {2}cnn:train: cnn:train \(run \w+\) failed: it ended with exit status 2\n/
      )
      expect((yield* Guild.runs()).map(({ status }) => status._tag)).toEqual(["Failed", "Failed"])
    }).pipe(Effect.provide(memory({ script: () => prints(["sorry"], 2) }).layer))
  )

  it.effect("is ended when its time is over", () =>
    Effect.gen(function* () {
      const running = yield* Effect.fork(Effect.flip(pipeline.run({})))
      yield* TestClock.adjust("61 seconds")
      expect((yield* Fiber.join(running)).message).toBe("p failed\n  cnn:train: took longer than 1m")
      expect((yield* Guild.runs()).map(({ status }) => status._tag)).toEqual(["Terminated", "Failed"])
    }).pipe(Effect.provide(memory({ script: () => ({ acts: [], exitStatus: "forever" }) }).layer))
  )
})
