import { readdirSync, readFileSync } from "node:fs"
import { join, resolve } from "node:path"
import { expect, it } from "@effect/vitest"
import { Chunk, Effect, Schema, Stream } from "effect"
import { describe } from "vitest"
import { ScalarLog } from "../../../src/services/ScalarLog.ts"
import { layer } from "./support.ts"

const root = resolve(import.meta.dirname, "../../../fixtures/event-files")

const Expected = Schema.Record({
  key: Schema.String,
  value: Schema.Struct({
    points: Schema.Array(Schema.Tuple(Schema.String, Schema.Union(Schema.Number, Schema.String), Schema.Number)),
    problems: Schema.Array(Schema.Struct({ file: Schema.String, offset: Schema.Number, reason: Schema.String }))
  })
})

const expected = Schema.decodeUnknownSync(Schema.parseJson(Expected))(readFileSync(join(root, "expected.json"), "utf8"))

const number = (value: number | string): number =>
  typeof value === "number" ? value : value === "nan" ? NaN : value === "inf" ? Infinity : -Infinity

describe("event files as other writers make them", () => {
  it("are all told of in expected.json", () => {
    const cases = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    expect(cases.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort())
  })

  for (const [name, { points, problems }] of Object.entries(expected)) {
    it.effect(`${name}: every scalar is found, and every damage named`, () =>
      Effect.gen(function* () {
        const log = yield* ScalarLog
        const dir = join(root, name)
        const summary = yield* log.summarize(dir)
        expect(summary.problems).toEqual(
          problems.map(({ file, offset, reason }) => ({ path: join(dir, file), offset, reason }))
        )
        const counts = new Map<string, number>()
        for (const [tag] of points) counts.set(tag, (counts.get(tag) ?? 0) + 1)
        expect(new Map(summary.scalars.map(({ count, tag }) => [tag, count]))).toEqual(counts)
        for (const { lastStep, lastVal, tag } of summary.scalars) {
          const last = points.filter((each) => each[0] === tag).at(-1)
          expect([tag, lastVal, lastStep]).toEqual([tag, number(last?.[1] ?? ""), last?.[2]])
        }
        const paths = (yield* log.files(dir)).map(({ path }) => path)
        const read = yield* Stream.runCollect(log.points(...paths))
        const found = Chunk.toArray(read).map(({ step, tag, value }) => [tag, value, step])
        expect(found).toEqual(points.map(([tag, value, step]) => [tag, number(value), step]))
      }).pipe(Effect.provide(layer))
    )
  }
})
