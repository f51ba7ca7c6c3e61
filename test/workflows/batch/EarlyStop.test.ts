import { describe, expect, it } from "@effect/vitest"
import { Effect, Fiber, Option } from "effect"
import { plainPolicy } from "../../../src/domain/batch/BatchPolicy.ts"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { defaultStopRule } from "../../../src/domain/stoprule/StopRule.ts"
import { earlyStop } from "../../../src/workflows/batch/EarlyStop.ts"
import type { ScalarObserver } from "../../../src/steps/ExecuteProcess.ts"
import { prepareRun } from "../../../src/workflows/PrepareRun.ts"
import { memoryWorld, opOf, requestOf } from "../../support/memoryWorld.ts"

const op = opOf({ kind: "exec", exec: "train ${x}" }, { flags: [emptyFlagDef("x")] })

const ruleFor = (asked: { readonly minimize?: string; readonly maximize?: string }, minSteps: number | undefined) =>
  Effect.gen(function* () {
    const stopRule = minSteps === undefined ? undefined : { ...defaultStopRule("asha"), minSteps }
    const prepared = yield* prepareRun(
      op,
      requestOf({ flags: { x: [1, 2] }, batch: { ...asked, policy: { ...plainPolicy, stopRule } } })
    )
    if (prepared.kind !== "batch") return yield* Effect.dieMessage("not a batch")
    return earlyStop(prepared.batch)
  }).pipe(Effect.provide(memoryWorld({ files: { "/p/guild.yml": "" } }).layer))

/** Whether a trial is to be ended by now. */
const isDoomed = ({ hopeless }: ScalarObserver) =>
  Effect.gen(function* () {
    const waiting = yield* Effect.fork(hopeless)
    yield* Effect.yieldNow()
    yield* Effect.yieldNow()
    const ended = yield* Fiber.poll(waiting)
    yield* Fiber.interrupt(waiting)
    return Option.isSome(ended)
  })

const point = (tag: string, value: number, step = 0) => ({ tag, value, step, wallTime: 0 })

describe("ending trials early", () => {
  it.effect("compares the objective alone, the greatest value being the best where it is to be maximized", () =>
    Effect.gen(function* () {
      const early = yield* ruleFor({ maximize: "gain" }, 1)
      if (early === undefined) return yield* Effect.dieMessage("no rule")
      const [first, second] = [yield* early.watch, yield* early.watch]
      first.scalar(point("gain", 5, 1))
      second.scalar(point("loss", -9, 1))
      expect(yield* isDoomed(second)).toBe(false)
      second.scalar(point("gain", 4, 1))
      expect([yield* isDoomed(first), yield* isDoomed(second)]).toEqual([false, true])
      expect(second.rule).toBe("asha")
    })
  )

  it.effect("counts values where no step is printed", () =>
    Effect.gen(function* () {
      const early = yield* ruleFor({ minimize: "loss" }, 2)
      if (early === undefined) return yield* Effect.dieMessage("no rule")
      const [first, second] = [yield* early.watch, yield* early.watch]
      for (const value of [1, 1, 1]) first.scalar(point("loss", value))
      const doomed: Array<boolean> = []
      for (const value of [7, 7, 7]) {
        second.scalar(point("loss", value))
        doomed.push(yield* isDoomed(second))
      }
      expect(doomed).toEqual([false, false, true])
    })
  )

  it.effect("is left alone where nobody asks for it, or the objective is no scalar", () =>
    Effect.gen(function* () {
      expect(yield* ruleFor({ minimize: "loss" }, undefined)).toBe(undefined)
      expect(yield* ruleFor({ minimize: "=x" }, 1)).toBe(undefined)
    })
  )
})
