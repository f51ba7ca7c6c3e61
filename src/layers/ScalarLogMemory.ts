import { Effect, Layer, Stream } from "effect"
import type { ScalarPoint } from "../domain/scalars/Scalar.ts"
import { ScalarSummaries } from "../domain/scalars/ScalarSummary.ts"
import type { EventFile } from "../services/ScalarLog.ts"
import { ScalarLog, ScalarLogError } from "../services/ScalarLog.ts"

interface MemoryFile {
  readonly path: string
  readonly dir: string
  readonly points: Array<ScalarPoint>
}

/** The directory relative to a run, or `undefined` where it is not in it. */
const prefixIn = (runDir: string, dir: string): string | undefined =>
  dir === runDir ? "" : dir.startsWith(`${runDir}/`) ? dir.slice(runDir.length + 1) : undefined

const byPrefixThenPath = (a: EventFile, b: EventFile): number =>
  a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : a.path < b.path ? -1 : a.path > b.path ? 1 : 0

/** Scalars that live in memory, for tests. There is nothing to cut or damage, so nothing is ever a problem. */
export const layer: Layer.Layer<ScalarLog> = Layer.sync(ScalarLog, () => {
  const written: Array<MemoryFile> = []

  const create = (dir: string): MemoryFile => {
    const path = `${dir}/events.out.tfevents.${String(written.length).padStart(10, "0")}.memory.0.0`
    const file = { path, dir, points: [] }
    written.push(file)
    return file
  }

  const writer = (dir: string) =>
    Effect.sync(() => {
      let file: MemoryFile | undefined
      return {
        add: (point: ScalarPoint) => {
          file ??= create(dir)
          file.points.push({ ...point, value: Math.fround(point.value) })
        },
        flush: Effect.void,
        handOver: () => undefined
      }
    })

  const filesOf = (runDir: string): ReadonlyArray<EventFile> =>
    written
      .flatMap(({ dir, path, points }) => {
        const prefix = prefixIn(runDir, dir)
        return prefix === undefined ? [] : [{ path, prefix, size: points.length, mtimeMs: 0 }]
      })
      .sort(byPrefixThenPath)

  const pointsOf = (path: string) => written.find((file) => file.path === path)?.points

  return ScalarLog.of({
    writer,
    files: (runDir) => Effect.sync(() => filesOf(runDir)),
    points: (...paths) =>
      Stream.flatMap(Stream.fromIterable(paths), (path) => {
        const points = pointsOf(path)
        return points === undefined
          ? Stream.fail(new ScalarLogError({ operation: "read", path, cause: new Error("no such file") }))
          : Stream.fromIterable(points)
      }),
    summarize: (runDir) =>
      Effect.sync(() => {
        const summaries = new ScalarSummaries()
        for (const { path, prefix } of filesOf(runDir)) {
          const add = summaries.under(prefix)
          for (const { step, tag, value } of pointsOf(path) ?? []) add(tag, value, step)
        }
        return { scalars: summaries.all(), problems: [] }
      })
  })
})
