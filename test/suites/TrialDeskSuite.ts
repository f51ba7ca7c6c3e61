import { existsSync } from "node:fs"
import { expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect, Exit, Fiber, Queue, Scope } from "effect"
import { describe } from "vitest"
import type { OpenDesk } from "../../src/services/TrialDesk.ts"
import { TrialDesk } from "../../src/services/TrialDesk.ts"

/** Answers each line with itself and a word, the last of `count` first. */
const answerLast = (desk: OpenDesk, count: number) =>
  Effect.gen(function* () {
    const calls = yield* Queue.takeN(desk.calls, count)
    for (const { answer, line } of [...calls].reverse()) yield* answer(`${line} answered`)
  })

/** What every TrialDesk promises; run it on each layer. */
export const suite = (name: string, layer: Layer.Layer<TrialDesk>): void => {
  const law = (sentence: string, effect: Effect.Effect<void, unknown, Scope.Scope | TrialDesk>) =>
    it.scopedLive(sentence, () => Effect.provide(effect, layer))

  describe(`TrialDesk laws: ${name}`, () => {
    law(
      "whoever asks gets the answer to its own line, however many ask at once and in whatever order they are answered",
      Effect.gen(function* () {
        const trialDesk = yield* TrialDesk
        const desk = yield* trialDesk.open
        const lines = ["a", "b", "c", '{"d": "ä\\n"}', "e".repeat(200_000)]
        const asking = yield* Effect.fork(
          Effect.forEach(lines, (line) => trialDesk.ask(desk.address, line), { concurrency: "unbounded" })
        )
        yield* answerLast(desk, lines.length)
        expect(yield* Fiber.join(asking)).toEqual(lines.map((line) => `${line} answered`))
      })
    )

    law(
      "whoever waits for an answer is told when the desk is closed, and nothing of the desk is left",
      Effect.gen(function* () {
        const trialDesk = yield* TrialDesk
        const scope = yield* Scope.make()
        const desk = yield* Scope.extend(trialDesk.open, scope)
        const asking = yield* Effect.fork(trialDesk.ask(desk.address, "a"))
        yield* Queue.take(desk.calls)
        yield* Scope.close(scope, Exit.void)
        expect((yield* Effect.flip(Fiber.join(asking)))._tag).toBe("DeskError")
        expect((yield* Effect.flip(trialDesk.ask(desk.address, "b"))).message).toContain("cannot ask the batch")
        expect(existsSync(desk.dir)).toBe(false)
      })
    )

    law(
      "it is seen that a caller has hung up, and its answer is nobody's",
      Effect.gen(function* () {
        const trialDesk = yield* TrialDesk
        const desk = yield* trialDesk.open
        const asking = yield* Effect.fork(trialDesk.ask(desk.address, "a"))
        const call = yield* Queue.take(desk.calls)
        expect(call.isGone()).toBe(false)
        yield* Fiber.interrupt(asking)
        yield* Effect.yieldNow().pipe(Effect.repeat({ until: () => call.isGone() }))
        yield* call.answer("too late")
        const next = yield* Effect.fork(trialDesk.ask(desk.address, "b"))
        yield* answerLast(desk, 1)
        expect(yield* Fiber.join(next)).toBe("b answered")
      })
    )
  })
}
