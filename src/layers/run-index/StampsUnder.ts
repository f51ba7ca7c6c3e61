import { Effect } from "effect"
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { inChunks, letOthers } from "./InChunks.ts"
import { mix, stampAt } from "./Stamps.ts"

/** Fewer paths than this are looked at sooner than a thread has started. */
const WORTH_A_THREAD = 100_000

/** So many paths a thread takes at a time. */
const PATHS_AT_ONCE = 256

/** Where threads meet: the next slice of paths to be looked at, and how many the helping thread has done. */
const NEXT = 0
const DONE = 1

/** What the helping thread does: it takes slices until none is left, as the thread that started it does. */
const HELPER = `
  const { statSync } = require("node:fs")
  const { root, stamps, text, turns } = require("node:worker_threads").workerData
  const mix = ${String(mix)}
  const paths = text.split("\\0")
  for (;;) {
    const from = Atomics.add(turns, ${NEXT}, 1) * ${PATHS_AT_ONCE}
    if (from >= paths.length) break
    const to = Math.min(from + ${PATHS_AT_ONCE}, paths.length)
    for (let i = from; i < to; i++) {
      let stats
      try {
        stats = statSync(root + "/" + paths[i], { throwIfNoEntry: false })
      } catch {}
      stamps[i] = stats === undefined ? NaN : mix(stats)
    }
    Atomics.add(turns, ${DONE}, 1)
  }
`

const look = (root: string, paths: ReadonlyArray<string>, stamps: Float64Array, from: number, to: number): void => {
  for (let i = from; i < to; i++) stamps[i] = stampAt(`${root}/${paths[i] ?? ""}`) ?? NaN
}

const alone = (root: string, paths: ReadonlyArray<string>): Effect.Effect<Float64Array> =>
  Effect.gen(function* () {
    const stamps = new Float64Array(paths.length)
    yield* inChunks(paths, (path, i) => {
      stamps[i] = stampAt(`${root}/${path}`) ?? NaN
    })
    return stamps
  })

const ended = (worker: Worker): Effect.Effect<void> =>
  Effect.async((resume) => {
    worker.once("exit", () => resume(Effect.void))
  })

/** Two threads take slices in turn. One that starts late or dies is not waited for longer than for the slice it took. */
const together = (root: string, paths: ReadonlyArray<string>): Effect.Effect<Float64Array> => {
  const stamps = new Float64Array(new SharedArrayBuffer(paths.length * Float64Array.BYTES_PER_ELEMENT))
  const turns = new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
  const slices = Math.ceil(paths.length / PATHS_AT_ONCE)
  const take = Effect.sync(() => {
    const from = Atomics.add(turns, NEXT, 1) * PATHS_AT_ONCE
    if (from >= paths.length) return false
    look(root, paths, stamps, from, Math.min(from + PATHS_AT_ONCE, paths.length))
    return true
  })
  return Effect.acquireUseRelease(
    Effect.sync(() => {
      const worker = new Worker(HELPER, { eval: true, workerData: { root, text: paths.join("\0"), stamps, turns } })
      // What it could not do shows in what it has done.
      worker.on("error", () => undefined)
      return worker
    }),
    (worker) =>
      Effect.gen(function* () {
        const end = yield* Effect.fork(ended(worker))
        let own = 0
        while (yield* take) {
          own += 1
          if (own % 4 === 0) yield* letOthers
        }
        if (own + Atomics.load(turns, DONE) < slices) yield* end.await
        return own + Atomics.load(turns, DONE) < slices ? yield* alone(root, paths) : stamps
      }),
    (worker) => Effect.promise(() => worker.terminate())
  )
}

/** The stamps of files under a directory, in the order of their paths; NaN where there is no file. */
export const stampsUnder = (root: string, paths: ReadonlyArray<string>): Effect.Effect<Float64Array> =>
  paths.length >= WORTH_A_THREAD && availableParallelism() > 1 ? together(root, paths) : alone(root, paths)
