import { expect, it } from "@effect/vitest"
import type { Layer } from "effect"
import { Chunk, Effect, Stream } from "effect"
import { describe } from "vitest"
import type { ScalarPoint } from "../../src/domain/scalars/Scalar.ts"
import { ScalarLog } from "../../src/services/ScalarLog.ts"

/** A point as tests write it. */
export const point = (tag: string, value: number, step = 0, wallTime = 1_600_000_000): ScalarPoint => ({
  tag,
  value,
  step,
  wallTime
})

const write = (dir: string, points: ReadonlyArray<ScalarPoint>) =>
  Effect.scoped(
    Effect.gen(function* () {
      const writer = yield* (yield* ScalarLog).writer(dir)
      for (const each of points) writer.add(each)
    })
  )

const readAll = (path: string) =>
  Effect.flatMap(ScalarLog, (log) => Effect.map(Stream.runCollect(log.points(path)), Chunk.toReadonlyArray))

/**
 * What every ScalarLog promises; run it on each layer. `directory` makes a new empty run directory with the given
 * directories in it.
 */
export const suite = (
  name: string,
  layer: Layer.Layer<ScalarLog>,
  directory: (...inner: ReadonlyArray<string>) => string
) =>
  describe(`ScalarLog laws: ${name}`, () => {
    it.effect("points are read back in order, as float32", () =>
      Effect.gen(function* () {
        const run = directory()
        const log = yield* ScalarLog
        const points = [
          point("loss", 0.1, 1),
          point("acc", NaN, 1),
          point("loss", -Infinity, 2),
          point("__proto__", 3, -4)
        ]
        yield* write(run, points)
        const [file] = yield* log.files(run)
        expect(yield* readAll(file?.path ?? "")).toEqual(
          points.map((each) => ({ ...each, value: Math.fround(each.value) }))
        )
      }).pipe(Effect.provide(layer))
    )

    it.effect("a writer without points leaves no file", () =>
      Effect.gen(function* () {
        const run = directory()
        yield* write(run, [])
        expect(yield* (yield* ScalarLog).files(run)).toEqual([])
      }).pipe(Effect.provide(layer))
    )

    it.effect("what was flushed can be read while the writer is still open", () =>
      Effect.scoped(
        Effect.gen(function* () {
          const run = directory()
          const log = yield* ScalarLog
          const writer = yield* log.writer(run)
          writer.add(point("x", 1))
          yield* writer.flush
          const [file] = yield* log.files(run)
          expect((yield* readAll(file?.path ?? ""))[0]).toEqual(point("x", 1))
          writer.add(point("x", 2))
          writer.handOver()
          expect(yield* readAll(file?.path ?? "")).toEqual([point("x", 1), point("x", 2)])
        })
      ).pipe(Effect.provide(layer))
    )

    it.effect("files are found in every directory of a run, by directory and then in the order of their time", () =>
      Effect.gen(function* () {
        const run = directory("logs/train", ".guild")
        const log = yield* ScalarLog
        yield* write(`${run}/logs/train`, [point("x", 1)])
        yield* write(`${run}/.guild`, [point("x", 2)])
        yield* write(`${run}/.guild`, [point("x", 3, 0, 1_600_000_001)])
        yield* write(run, [point("x", 4)])
        const found = yield* log.files(run)
        expect(found.map(({ prefix }) => prefix)).toEqual(["", ".guild", ".guild", "logs/train"])
        const values = yield* Effect.forEach(found, ({ path }) => Effect.map(readAll(path), (all) => all[0]?.value))
        expect(values).toEqual([4, 2, 3, 1])
      }).pipe(Effect.provide(layer))
    )

    it.effect("a run with no directory, or none of these files, has no scalars", () =>
      Effect.gen(function* () {
        const run = directory()
        const log = yield* ScalarLog
        expect(yield* log.files(`${run}/gone`)).toEqual([])
        expect(yield* log.summarize(`${run}/gone`)).toEqual({ scalars: [], problems: [] })
        expect(yield* log.summarize(run)).toEqual({ scalars: [], problems: [] })
      }).pipe(Effect.provide(layer))
    )

    it.effect("a run is summarized by prefix and tag, over all files of a directory", () =>
      Effect.gen(function* () {
        const run = directory(".guild", "eval")
        yield* write(`${run}/.guild`, [point("x", 1, 1), point("x", 2, 2), point("b", 0, 0)])
        yield* write(`${run}/.guild`, [point("x", 3, 3, 1_600_000_001), point("x", 4, 3, 1_600_000_001)])
        yield* write(`${run}/eval`, [point("x", 0.5, 10)])
        const { problems, scalars } = yield* (yield* ScalarLog).summarize(run)
        expect(problems).toEqual([])
        expect(scalars.map(({ count, prefix, tag }) => [prefix, tag, count])).toEqual([
          [".guild", "b", 1],
          [".guild", "x", 4],
          ["eval", "x", 1]
        ])
        expect(scalars[1]).toEqual({
          prefix: ".guild",
          tag: "x",
          count: 4,
          total: 10,
          avgVal: 2.5,
          firstVal: 1,
          firstStep: 1,
          lastVal: 4,
          lastStep: 3,
          minVal: 1,
          minStep: 1,
          maxVal: 4,
          maxStep: 3
        })
      }).pipe(Effect.provide(layer))
    )

    it.effect("reading a file that is not there says which", () =>
      Effect.gen(function* () {
        const path = `${directory()}/events.out.tfevents.gone`
        const error = yield* Effect.flip(readAll(path))
        expect(error).toMatchObject({ _tag: "ScalarLogError", operation: "read", path })
      }).pipe(Effect.provide(layer))
    )
  })
