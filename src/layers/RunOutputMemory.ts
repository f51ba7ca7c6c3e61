import { Effect, Layer } from "effect"
import type { OutputStream } from "../services/Processes.ts"
import type { OutputLine } from "../services/RunOutput.ts"
import { RunOutput } from "../services/RunOutput.ts"
import { StoreError } from "../services/RunStore.ts"

interface Unfinished {
  readonly stream: OutputStream
  bytes: Buffer
  timeMs: number
}

interface Kept {
  readonly lines: Array<OutputLine>
  /** In the order in which they were begun. */
  unfinished: ReadonlyArray<Unfinished>
}

const lineOf = (bytes: Buffer, stream: OutputStream, timeMs: number): OutputLine => ({
  timeMs,
  stream,
  text: bytes.toString("utf8").replace(/\r$/, "")
})

const take = (kept: Kept, chunk: Uint8Array, stream: OutputStream, timeMs: number): void => {
  const begun = kept.unfinished.find((each) => each.stream === stream)
  let bytes = Buffer.concat([begun?.bytes ?? Buffer.alloc(0), chunk])
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10)) {
    kept.lines.push(lineOf(bytes.subarray(0, at), stream, timeMs))
    bytes = bytes.subarray(at + 1)
  }
  const others = kept.unfinished.filter((each) => each !== begun)
  kept.unfinished = bytes.length === 0 ? others : [...others, { stream, bytes, timeMs }]
}

/** Output that is kept by run directory, in memory. */
export const layer: Layer.Layer<RunOutput> = Layer.sync(RunOutput, () => {
  const runs = new Map<string, Kept>()
  return RunOutput.of({
    writer: ({ dir }) =>
      Effect.acquireRelease(
        Effect.sync(() => {
          const kept: Kept = { lines: [], unfinished: [] }
          runs.set(dir, kept)
          return kept
        }),
        (kept) =>
          Effect.sync(() => {
            for (const { bytes, stream, timeMs } of kept.unfinished) kept.lines.push(lineOf(bytes, stream, timeMs))
            kept.unfinished = []
          })
      ).pipe(
        Effect.map((kept) => ({
          write: (chunk, stream, timeMs) => take(kept, chunk, stream, timeMs),
          problem: () => undefined
        }))
      ),
    lines: ({ dir }) =>
      Effect.suspend(() => {
        const kept = runs.get(dir)
        return kept === undefined
          ? Effect.fail(new StoreError({ operation: "read", path: dir, cause: new Error("no output was captured") }))
          : Effect.succeed([
              ...kept.lines,
              ...kept.unfinished.map(({ bytes, stream, timeMs }) => lineOf(bytes, stream, timeMs))
            ])
      })
  })
})
