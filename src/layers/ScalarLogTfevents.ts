import { Chunk, Effect, Layer, Option, Stream } from "effect"
import type { ScalarPoint } from "../domain/scalars/Scalar.ts"
import { ScalarSummaries } from "../domain/scalars/ScalarSummary.ts"
import { Host } from "../services/Host.ts"
import type { EventFile, EventProblem } from "../services/ScalarLog.ts"
import { ScalarLog, ScalarLogError } from "../services/ScalarLog.ts"
import { EventFileReader } from "./tfevents/EventFileReader.ts"
import { findEventFiles } from "./tfevents/EventFiles.ts"
import type { WriterName } from "./tfevents/EventWriter.ts"
import { EventWriter } from "./tfevents/EventWriter.ts"
import { ScalarDecoder } from "./tfevents/ScalarDecoder.ts"

const reading = <A>(path: string, evaluate: () => A): Effect.Effect<A, ScalarLogError> =>
  Effect.try({ try: evaluate, catch: (cause) => new ScalarLogError({ operation: "read", path, cause }) })

const failIf = (error: ScalarLogError | undefined) => (error === undefined ? Effect.void : Effect.fail(error))

/** What a killed process loses at most, apart from a full buffer. */
const FLUSH_INTERVAL = "1 second"

const writer = (dir: string, name: WriterName) =>
  Effect.gen(function* () {
    const events = yield* Effect.acquireRelease(
      Effect.sync(() => new EventWriter(dir, name)),
      (open) =>
        Effect.suspend(() => {
          const failure = open.close()
          return failure === undefined ? Effect.void : Effect.logWarning(failure.message)
        })
    )
    // Interruptible even where the run is not, or closing the scope would wait for ever.
    const flushNow = Effect.sync(() => events.flush())
    yield* Effect.forkScoped(Effect.interruptible(Effect.forever(Effect.delay(flushNow, FLUSH_INTERVAL))))
    return {
      add: (point: ScalarPoint) => events.add(point),
      flush: Effect.suspend(() => failIf(events.flush())),
      handOver: () => void events.flush()
    }
  })

const pointsOf = (path: string, decoder: ScalarDecoder): Stream.Stream<ScalarPoint, ScalarLogError> =>
  Stream.unwrapScoped(
    Effect.gen(function* () {
      let found: Array<ScalarPoint> = []
      const onPoint = (tag: string, value: number, step: number, wallTime: number) => {
        found.push({ tag, value, step, wallTime })
      }
      const reader = yield* Effect.acquireRelease(
        reading(path, () => new EventFileReader(path, decoder, onPoint, () => undefined)),
        (open) => Effect.sync(() => open.close())
      )
      return Stream.repeatEffectChunkOption(
        Effect.flatMap(
          Effect.mapError(
            reading(path, () => reader.next()),
            Option.some
          ),
          (more) => {
            const read = Chunk.unsafeFromArray(found)
            found = []
            return more ? Effect.succeed(read) : Effect.fail(Option.none())
          }
        )
      )
    })
  )

// The files of one directory are one log, also for which tags belong to the scalars plugin.
const points = (...paths: ReadonlyArray<string>): Stream.Stream<ScalarPoint, ScalarLogError> =>
  Stream.suspend(() => {
    const decoder = new ScalarDecoder()
    return Stream.flatMap(Stream.fromIterable(paths), (path) => pointsOf(path, decoder))
  })

const isGone = ({ cause }: ScalarLogError): boolean =>
  cause instanceof Error && "code" in cause && cause.code === "ENOENT"

/** Reads all of a file into `summaries`. A file that has gone since it was listed has no points. */
const summarizeFile = (
  file: EventFile,
  decoder: ScalarDecoder,
  add: (tag: string, value: number, step: number) => void,
  onProblem: (problem: EventProblem) => void
): Effect.Effect<void, ScalarLogError> =>
  Effect.acquireUseRelease(
    reading(file.path, () => new EventFileReader(file.path, decoder, add, onProblem)),
    (reader) =>
      Effect.iterate(true, {
        while: (more) => more,
        body: () =>
          Effect.zipLeft(
            reading(file.path, () => reader.next()),
            Effect.yieldNow()
          )
      }),
    (reader) => Effect.sync(() => reader.close())
  ).pipe(
    Effect.catchIf(isGone, () => Effect.void),
    Effect.asVoid
  )

const files = (runDir: string) => reading(runDir, () => findEventFiles(runDir))

const summarize = (runDir: string, listed?: ReadonlyArray<EventFile>) =>
  Effect.gen(function* () {
    const summaries = new ScalarSummaries()
    const problems: Array<EventProblem> = []
    // The files of one directory are one log, also for which tags belong to the scalars plugin.
    let log = { prefix: "", decoder: new ScalarDecoder(), add: summaries.under("") }
    for (const file of listed ?? (yield* files(runDir))) {
      if (file.prefix !== log.prefix) {
        log = { prefix: file.prefix, decoder: new ScalarDecoder(), add: summaries.under(file.prefix) }
      }
      yield* summarizeFile(file, log.decoder, log.add, (problem) => problems.push(problem))
    }
    return { scalars: summaries.all(), problems }
  })

/** Scalars in TensorBoard's event files: `events.out.tfevents.<seconds>.<host>.<pid>.<n>`. */
export const layer: Layer.Layer<ScalarLog, never, Host> = Layer.effect(
  ScalarLog,
  Effect.map(Host, ({ hostName, pid }) =>
    ScalarLog.of({ writer: (dir) => writer(dir, { host: hostName, pid }), files, points, summarize })
  )
)
