import { describe, expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Effect } from "effect"
import fc from "fast-check"
import type { RunRef } from "../../src/domain/runs/Run.ts"
import type { OutputStream } from "../../src/services/Processes.ts"
import { RunOutput } from "../../src/services/RunOutput.ts"

/** A piece of output: what, on which stream. */
export type Piece = readonly [string, OutputStream]

/** Writes pieces, the first at 1000 ms and each a millisecond later. */
export const writeAll = (run: RunRef, pieces: ReadonlyArray<Piece>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const writer = yield* (yield* RunOutput).writer(run)
      pieces.forEach(([text, stream], at) => writer.write(new TextEncoder().encode(text), stream, 1_000 + at))
      expect(writer.problem()).toBeUndefined()
    })
  )

const linesOf = (run: RunRef) => Effect.flatMap(RunOutput, (output) => output.lines(run))

/** Pieces as they come from two pipes: newlines, carriage returns and letters, cut anywhere. */
export const pieces: fc.Arbitrary<ReadonlyArray<Piece>> = fc.array(
  fc.tuple(
    fc
      .array(fc.constantFrom("\n", "a", "b", "\r", "é", "50%"), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.join("")),
    fc.constantFrom<OutputStream>(0, 1)
  ),
  { maxLength: 30 }
)

/** What each stream said, as lines; the last one may have had no newline. */
const spoken = (all: ReadonlyArray<Piece>, stream: OutputStream): ReadonlyArray<string> => {
  const lines = all
    .filter((piece) => piece[1] === stream)
    .map(([text]) => text)
    .join("")
    .split("\n")
  if (lines.at(-1) === "") lines.pop()
  return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line))
}

/** What every RunOutput promises; run it on each layer. `newRun` gives a run directory of its own. */
export const suite = (name: string, layer: Layer.Layer<RunOutput>, newRun: () => RunRef): void => {
  describe(`RunOutput laws: ${name}`, () => {
    it.effect("lines are read back with the stream they came on and the time they were finished", () =>
      Effect.gen(function* () {
        const run = newRun()
        yield* writeAll(run, [
          ["one\ntw", 0],
          ["o\n", 0],
          ["error\n", 1]
        ])
        expect(yield* linesOf(run)).toEqual([
          { timeMs: 1_000, stream: 0, text: "one" },
          { timeMs: 1_001, stream: 0, text: "two" },
          { timeMs: 1_002, stream: 1, text: "error" }
        ])
      }).pipe(Effect.provide(layer))
    )

    it.effect("lines stand in the order in which they were finished and never share one line", () =>
      Effect.gen(function* () {
        const run = newRun()
        yield* writeAll(run, [
          ["10%", 1],
          ["epoch 1\nepo", 0],
          ["\r20%", 1],
          ["ch 2\n", 0],
          ["\rdone\n", 1]
        ])
        expect(yield* linesOf(run)).toEqual([
          { timeMs: 1_001, stream: 0, text: "epoch 1" },
          { timeMs: 1_003, stream: 0, text: "epoch 2" },
          { timeMs: 1_004, stream: 1, text: "10%\r20%\rdone" }
        ])
      }).pipe(Effect.provide(layer))
    )

    it.effect("last lines without a newline are there", () =>
      Effect.gen(function* () {
        const run = newRun()
        yield* writeAll(run, [
          ["a\nb", 0],
          ["c", 1]
        ])
        expect(yield* linesOf(run)).toEqual([
          { timeMs: 1_000, stream: 0, text: "a" },
          { timeMs: 1_000, stream: 0, text: "b" },
          { timeMs: 1_001, stream: 1, text: "c" }
        ])
      }).pipe(Effect.provide(layer))
    )

    it.effect("a run that said nothing has no lines, and one that was not captured fails", () =>
      Effect.gen(function* () {
        const run = newRun()
        expect(yield* Effect.flip(linesOf(run))).toMatchObject({ _tag: "StoreError", operation: "read" })
        yield* writeAll(run, [])
        expect(yield* linesOf(run)).toEqual([])
      }).pipe(Effect.provide(layer))
    )

    it.effect("output of a restarted run takes the place of the old", () =>
      Effect.gen(function* () {
        const run = newRun()
        yield* writeAll(run, [["old\nold\n", 0]])
        yield* writeAll(run, [["new\n", 1]])
        expect(yield* linesOf(run)).toEqual([{ timeMs: 1_000, stream: 1, text: "new" }])
      }).pipe(Effect.provide(layer))
    )

    it.effect("each stream's lines are what it said, however the pieces were cut", () =>
      Effect.promise(() =>
        fc.assert(
          fc.asyncProperty(pieces, (all) =>
            Effect.gen(function* () {
              const run = newRun()
              yield* writeAll(run, all)
              const lines = yield* linesOf(run)
              for (const stream of [0, 1] as const)
                expect(lines.filter((line) => line.stream === stream).map(({ text }) => text)).toEqual(
                  spoken(all, stream)
                )
            }).pipe(Effect.provide(layer), Effect.runPromise)
          ),
          { numRuns: 150 }
        )
      )
    )
  })
}
