import { expect, it } from "@effect/vitest"
import { Effect, Either, Option, Schedule, Schema } from "effect"
import { isList, isMap } from "../../src/domain/Value.ts"
import { flag, Guild, Log, Operation, Pipeline, PipelineFailed, RunStore } from "../../src/index.ts"
import { memory, prints } from "../../src/testing.ts"

const counted = () => {
  const calls: Array<string> = []
  let broken = true
  const first = Operation.make("first", {
    flags: Schema.Struct({ n: flag(Schema.Int, { default: 1 }) }),
    output: Schema.Struct({ n: Schema.Int }),
    run: ({ flags }) =>
      Effect.gen(function* () {
        calls.push("first")
        yield* (yield* Log).scalar("loss", 0.5, 1)
        return { n: flags.n }
      })
  })
  const second = Operation.make("second", {
    requires: Schema.Struct({ n: Schema.Int }),
    output: Schema.Int,
    run: ({ requires }) =>
      Effect.suspend(() => {
        calls.push("second")
        return broken ? Effect.fail(new Error("no luck")) : Effect.succeed(requires.n + 1)
      })
  })
  const pipeline = (times: number) =>
    Pipeline.make("both", {
      build: () =>
        second.with({
          requires: { n: first.with({ flags: { n: 41 } }).map(({ n }) => n) },
          retry: Schedule.recurs(times)
        })
    })
  return { calls, pipeline, mend: () => void (broken = false) }
}

it.effect("goes on where it failed: what is completed is read from its run", () => {
  const { calls, mend, pipeline } = counted()
  return Effect.gen(function* () {
    const failed = yield* Effect.either(pipeline(0).run({}))
    expect(Either.isLeft(failed) && failed.left instanceof PipelineFailed && failed.left.message).toBe(
      "both failed\n  second: no luck"
    )
    const before = yield* Guild.runs()
    expect(before.map(({ opRef, status }) => `${opRef.opName} ${status._tag}`)).toEqual([
      "second Failed",
      "first Completed",
      "both Failed"
    ])
    mend()
    const parent = before.find(({ opRef }) => opRef.opName === "both")
    expect(yield* pipeline(0).run({}, { restart: parent?.id })).toBe(42)
    expect(calls).toEqual(["first", "second", "second"])
  }).pipe(Effect.provide(memory().layer))
})

it.effect("goes on with runs of its own alone", () => {
  const { mend, pipeline } = counted()
  mend()
  return Effect.gen(function* () {
    yield* pipeline(0).run({})
    const before = yield* Guild.runs()
    const said = (restart: string | undefined) => Effect.map(Effect.flip(pipeline(0).run({}, { restart })), String)
    const [node] = before
    expect(yield* said(node?.id)).toContain(`cannot run both: run ${node?.id} is of second and cannot go on as this`)
    expect(yield* said("0".repeat(32))).toMatch(/: cannot run both: there is no run 0+ to restart$/)
    expect(yield* Guild.runs()).toEqual(before)
  }).pipe(Effect.provide(memory().layer))
})

it.effect("tries a node again as its schedule says, each time as a run", () => {
  const { calls, pipeline } = counted()
  return Effect.gen(function* () {
    yield* Effect.either(pipeline(2).run({}))
    expect(calls).toEqual(["first", "second", "second", "second"])
    expect((yield* Guild.runs()).length).toBe(5)
  }).pipe(Effect.provide(memory().layer))
})

it.effect("refuses flags that its Schema does not take, and records nothing", () =>
  Effect.gen(function* () {
    const pipeline = Pipeline.make("p", {
      flags: Schema.Struct({ n: Schema.Int }),
      build: () => []
    })
    const ended = yield* Effect.either(pipeline.run({ n: 0.5 }))
    expect(Either.isLeft(ended) && ended.left._tag).toBe("DataInvalid")
    expect(yield* Guild.runs()).toEqual([])
  }).pipe(Effect.provide(memory().layer))
)

it.effect(
  "takes a completed run for what it is, though the start that ran it was killed before it could record that",
  () => {
    const commands: Array<string> = []
    const measure = Operation.process("measure", {
      output: Schema.Struct({ size: Schema.Number }),
      outputScalars: { size: "size: (\\value)" },
      command: () => ({ argv: ["measure"] })
    })
    const pipeline = Pipeline.make("p", { build: () => measure.with() })
    const { layer } = memory({
      script: ({ argv }) => {
        commands.push(argv[0])
        return prints(["size: 3"])
      }
    })
    return Effect.gen(function* () {
      const store = yield* RunStore
      expect(yield* pipeline.run({})).toEqual({ size: 3 })
      const [run, parent] = yield* Guild.runs()
      if (run === undefined || parent === undefined) throw new Error("there are not two runs")
      yield* store.removeAttr(run, "output")
      const log = Option.getOrNull(yield* store.readAttr(parent, "step_runs"))
      const entries = isList(log) ? log : []
      yield* store.writeAttr(
        parent,
        "step_runs",
        entries.map((entry) => (isMap(entry) ? { ...entry, status: "running" } : entry))
      )
      expect(yield* pipeline.run({}, { restart: parent.id })).toEqual({ size: 3 })
      expect(commands).toEqual(["measure"])
    }).pipe(Effect.provide(layer))
  }
)
