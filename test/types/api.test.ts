/* eslint-disable @typescript-eslint/ban-ts-comment -- the errors are what is tested */
import { Context, Data, Effect, Schedule, Schema } from "effect"
import { expect, it } from "vitest"
import type { NodeError } from "../../src/index.ts"
import { CurrentRun, flag, Log, Operation, Pipeline } from "../../src/index.ts"
import { memory } from "../../src/testing.ts"

const numbers = Operation.make("numbers", {
  flags: Schema.Struct({ n: flag(Schema.Int, { default: 1 }) }),
  output: Schema.Array(Schema.Number),
  run: ({ flags }) => Effect.succeed([flags.n])
})
const sum = Operation.make("sum", {
  requires: Schema.Struct({ of: Schema.Array(Schema.Number) }),
  output: Schema.Number,
  run: ({ requires }) => Effect.succeed(requires.of.reduce((a, b) => a + b, 0))
})
const word = Operation.make("word", { output: Schema.String, run: () => Effect.succeed("a") })

it("wires an output only to an input of its type: tsc holds the lines that are said to be wrong", () => {
  const fits = sum.with({ requires: { of: numbers.with({ flags: { n: 2 } }) } })
  // @ts-expect-error a text is no list of numbers
  sum.with({ requires: { of: word.with() } })
  // @ts-expect-error what is required has to be wired
  sum.with({ requires: {} })
  // @ts-expect-error a flag has its type
  numbers.with({ flags: { n: "2" } })
  // @ts-expect-error the output of the pipeline is a number
  const wrong: Pick<{ run: (flags: {}) => Effect.Effect<string, unknown, unknown> }, "run"> = Pipeline.make("p", {
    build: () => fits
  })
  expect([fits.tasks.length, typeof wrong.run]).toEqual([1, "function"])
})

/** An operation that gives this, and one that requires it. */
const gives = <A, I>(output: Schema.Schema<A, I>) =>
  Operation.make("gives", { output, run: () => Effect.dieMessage("is not run") })
const takes = <A, I>(it: Schema.Schema<A, I>) =>
  Operation.make("takes", { requires: Schema.Struct({ it }), output: Schema.Void, run: () => Effect.void })

it("wires what fits into what is wider, and nothing else", () => {
  const id = Schema.String.pipe(Schema.brand("Id"))
  const [n, s] = [gives(Schema.Number).with(), gives(Schema.String).with()]

  takes(Schema.String).with({ requires: { it: gives(id).with() } })
  // @ts-expect-error any text is no Id
  takes(id).with({ requires: { it: s } })

  takes(Schema.Union(Schema.Number, Schema.String)).with({ requires: { it: n } })
  // @ts-expect-error it may be a text
  takes(Schema.Number).with({ requires: { it: gives(Schema.Union(Schema.Number, Schema.String)).with() } })

  const optional = Schema.Struct({ a: Schema.optional(Schema.Number) })
  const whole = Schema.Struct({ a: Schema.Number })
  takes(optional).with({ requires: { it: gives(whole).with() } })
  // @ts-expect-error it may be missing
  takes(whole).with({ requires: { it: gives(optional).with() } })

  // What Schemas decode to counts, not how a run keeps it.
  takes(Schema.Date).with({ requires: { it: gives(Schema.DateFromNumber).with() } })
  // @ts-expect-error a text is no Date, though a Date is kept as one
  takes(Schema.Date).with({ requires: { it: s } })

  takes(Schema.Tuple(Schema.Number, Schema.String)).with({ requires: { it: Pipeline.all([n, s]) } })
  // @ts-expect-error in the other order
  takes(Schema.Tuple(Schema.Number, Schema.String)).with({ requires: { it: Pipeline.all([s, n]) } })
  // @ts-expect-error one of them is a text
  takes(Schema.Array(Schema.Number)).with({ requires: { it: Pipeline.all([n, s]) } })

  takes(Schema.Number).with({ requires: { it: s.map((text) => text.length) } })
  // @ts-expect-error an operation is no wire: it has to be made a node
  expect(() => takes(Schema.Number).with({ requires: { it: gives(Schema.Number) } })).toThrow(
    "is not the output of a node"
  )
})

it("gives a node nothing that its operation does not have", () => {
  const n = gives(Schema.Number).with()
  // @ts-expect-error it is not required
  expect(() => takes(Schema.Number).with({ requires: { it: n, too: n } })).toThrow("does not require 'too'")
  // @ts-expect-error nothing is required
  expect(() => word.with({ requires: { it: n } })).toThrow("does not require 'it'")
  // @ts-expect-error there is no such flag
  numbers.with({ flags: { n: 1, m: 2 } })
  // @ts-expect-error there are no flags
  word.with({ flags: { n: 1 } })
  const pipeline = Pipeline.make("p", { build: () => n })
  // @ts-expect-error there are no flags
  pipeline.run({ n: 1 })
  // @ts-expect-error a schedule is no number
  word.with({ retry: 3 })
})

it("asks a schedule about the errors of the node", () => {
  class Flaky extends Data.TaggedError("Flaky")<{}> {}
  class Other extends Data.TaggedError("Other")<{}> {}
  const flaky = Operation.make("flaky", { output: Schema.Void, run: () => Effect.fail(new Flaky()) })
  flaky.with({ retry: Schedule.recurWhile((error: Flaky | NodeError) => error._tag === "Flaky") })
  // @ts-expect-error it fails in other ways than this
  flaky.with({ retry: Schedule.recurWhile((error: Other) => error._tag === "Other") })
})

it("lets an operation use its run and a scope, and asks the pipeline for all else", () => {
  class Db extends Context.Tag("Db")<Db, { readonly rows: number }>() {}
  const op = Operation.make("op", {
    output: Schema.Number,
    run: () =>
      Effect.gen(function* () {
        yield* Log
        yield* CurrentRun
        yield* Effect.acquireRelease(Effect.void, () => Effect.void)
        return (yield* Db).rows
      })
  })
  const run = Pipeline.make("p", { build: () => op.with() }).run({})
  // @ts-expect-error the database is missing
  const without: Effect.Effect<number, unknown> = Effect.provide(run, memory().layer)
  const whole: Effect.Effect<number, unknown> = run.pipe(
    Effect.provide(memory().layer),
    Effect.provideService(Db, { rows: 1 })
  )
  expect([Effect.isEffect(without), Effect.isEffect(whole)]).toEqual([true, true])
})
