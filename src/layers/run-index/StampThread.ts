import { Context, Effect, Scope } from "effect"
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import { mix } from "./Stamps.ts"

/** Files in directories under a root: the directory and the file of each. */
export interface Files {
  readonly dirs: ReadonlyArray<string>
  readonly files: ReadonlyArray<string>
}

/** So many files a thread takes at a time. */
export const FILES_AT_ONCE = 256

/** Where threads meet: the next slice to be looked at, and how many the helping thread has done. */
const NEXT = 0
const DONE = 1

/** What threads write and read together. */
export interface Shared {
  readonly stamps: Float64Array
  readonly turns: Int32Array
}

export const shareWork = (count: number): Shared => ({
  stamps: new Float64Array(new SharedArrayBuffer(count * Float64Array.BYTES_PER_ELEMENT)),
  turns: new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT))
})

/** A slice that is nobody else's from now on; undefined where none is left. */
export const nextSlice = ({ stamps, turns }: Shared): { readonly from: number; readonly to: number } | undefined => {
  const from = Atomics.add(turns, NEXT, 1) * FILES_AT_ONCE
  return from >= stamps.length ? undefined : { from, to: Math.min(from + FILES_AT_ONCE, stamps.length) }
}

/** What the helping thread does with each piece of work: it takes slices until none is left, as the thread that sent it does. */
const HELPER = `
  const { statSync } = require("node:fs")
  const { parentPort } = require("node:worker_threads")
  const mix = ${String(mix)}
  parentPort.on("message", ({ dirAt, dirs, fileAt, files, root, stamps, turns }) => {
    const [allDirs, allFiles] = [dirs.split("\\0"), files.split("\\0")]
    for (;;) {
      const from = Atomics.add(turns, ${NEXT}, 1) * ${FILES_AT_ONCE}
      if (from >= stamps.length) break
      const to = Math.min(from + ${FILES_AT_ONCE}, stamps.length)
      for (let i = from; i < to; i++) {
        let stats
        try {
          stats = statSync(root + "/" + allDirs[dirAt[i]] + "/" + allFiles[fileAt[i]], { throwIfNoEntry: false })
        } catch {}
        stamps[i] = stats === undefined ? NaN : mix(stats)
      }
      Atomics.add(turns, ${DONE}, 1)
    }
    parentPort.postMessage("done")
  })
`

/** Texts, and which of them stands where. */
interface Texts {
  readonly all: string
  readonly at: Int32Array
}

/** Texts that are the same where they follow each other: each once. */
const inTurn = (texts: ReadonlyArray<string>): Texts => {
  const at = new Int32Array(texts.length)
  const all: Array<string> = []
  texts.forEach((text, i) => {
    if (all.length === 0 || text !== texts[i - 1]) all.push(text)
    at[i] = all.length - 1
  })
  return { all: all.join("\0"), at }
}

/** Texts of which many are the same: each once. */
const distinct = (texts: ReadonlyArray<string>): Texts => {
  const places = new Map<string, number>()
  const at = new Int32Array(texts.length)
  texts.forEach((text, i) => {
    const place = places.get(text) ?? places.size
    if (place === places.size) places.set(text, place)
    at[i] = place
  })
  return { all: [...places.keys()].join("\0"), at }
}

interface Work {
  readonly root: string
  readonly files: Files
  readonly shared: Shared
}

export interface Helper {
  readonly exists: boolean
  readonly start: Effect.Effect<void>
  /**
   * Sends work, which the one that sends it goes on to do as well. What comes back waits for a slice that the thread has begun,
   * given how many slices the other has done, and says whether all are done then.
   */
  readonly help: (work: Work) => Effect.Effect<(own: number) => Effect.Effect<boolean>>
}

/** Waits until work is done or the thread has ended. */
const settled = (worker: Worker, isDone: () => boolean): Effect.Effect<void> =>
  Effect.async((resume) => {
    if (isDone() || worker.threadId < 0) return resume(Effect.void)
    const off = () => {
      worker.off("message", look)
      worker.off("exit", end)
    }
    const end = () => {
      off()
      resume(Effect.void)
    }
    const look = () => {
      if (isDone()) end()
    }
    worker.on("message", look)
    worker.on("exit", end)
    return Effect.sync(off)
  })

const NO_HELP: Helper = {
  exists: false,
  start: Effect.void,
  help: () => Effect.succeed(() => Effect.succeed(false))
}

/**
 * A second thread for one question, which looks at files while the first does so too. It is started when it is first needed, or
 * before, so that it has started by then. There is none where a question was not given one.
 */
export class StampThread extends Context.Reference<StampThread>()("guild/run-index/StampThread", {
  defaultValue: () => NO_HELP
}) {}

/** A thread that ends with the scope. */
export const makeStampThread: Effect.Effect<Helper, never, Scope.Scope> = Effect.gen(function* () {
  if (availableParallelism() === 1) return NO_HELP
  const scope = yield* Effect.scope
  const worker = yield* Effect.acquireRelease(
    Effect.sync(() => {
      const started = new Worker(HELPER, { eval: true })
      // What it could not do shows in what it has done.
      started.on("error", () => undefined)
      return started
    }),
    (started) => Effect.promise(() => started.terminate())
  ).pipe(Scope.extend(scope), Effect.cached)
  return {
    exists: true,
    start: Effect.asVoid(worker),
    help: ({ files, root, shared }) =>
      Effect.map(worker, (helping) => {
        const [dirs, names] = [inTurn(files.dirs), distinct(files.files)]
        helping.postMessage({ root, dirs: dirs.all, dirAt: dirs.at, files: names.all, fileAt: names.at, ...shared })
        const slices = Math.ceil(shared.stamps.length / FILES_AT_ONCE)
        return (own: number) => {
          const isDone = () => own + Atomics.load(shared.turns, DONE) >= slices
          return Effect.map(settled(helping, isDone), isDone)
        }
      })
  }
})
