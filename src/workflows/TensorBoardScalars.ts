import { Effect, Stream } from "effect"
import type { Chunk } from "effect"
import type { Run } from "../domain/runs/Run.ts"
import type { ScalarPoint } from "../domain/scalars/Scalar.ts"
import type { EventFile, ScalarLogError } from "../services/ScalarLog.ts"
import { ScalarLog } from "../services/ScalarLog.ts"

/** Points of one run that stand in the same directory of it, relative (`.` is the run's own). */
export interface RunPoints {
  readonly run: Run
  readonly path: string
  readonly points: Chunk.Chunk<ScalarPoint>
}

const byDirectory = (files: ReadonlyArray<EventFile>): ReadonlyMap<string, ReadonlyArray<string>> => {
  const paths = new Map<string, Array<string>>()
  for (const { path, prefix } of files) {
    const known = paths.get(prefix)
    if (known === undefined) paths.set(prefix, [path])
    else known.push(path)
  }
  return paths
}

/** Every scalar point of the given runs, in their order and in that of their event files; never more than a piece of a file. */
export const allPoints = (runs: ReadonlyArray<Run>): Stream.Stream<RunPoints, ScalarLogError, ScalarLog> =>
  Stream.unwrap(
    Effect.map(ScalarLog, (log) =>
      Stream.fromIterable(runs).pipe(
        Stream.flatMap((run) =>
          Stream.fromIterableEffect(Effect.map(log.files(run.dir), byDirectory)).pipe(
            Stream.flatMap(([prefix, paths]) =>
              Stream.map(Stream.chunks(log.points(...paths)), (points) => ({ run, path: prefix || ".", points }))
            )
          )
        )
      )
    )
  )
