/* eslint-disable @typescript-eslint/ban-ts-comment -- the errors are what is tested */
import { Effect, Schema } from "effect"
import { expect, it } from "vitest"
import { flag, Operation, Pipeline } from "../../src/index.ts"

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
