import { Context, Effect, Scope } from "effect"
import { availableParallelism } from "node:os"
import { Worker } from "node:worker_threads"
import type { Checks } from "./Checks.ts"
import { mix } from "./Stamps.ts"

/** So many files a thread takes at a time. */
export const CHECKS_AT_ONCE = 256

/** Where threads meet: the next slice to be looked at, and how many the helping thread has done. */
const NEXT = 0
const DONE = 1

/** Checks as threads read them together, and what they write: the directories that failed, and their turns. */
export interface Shared {
  readonly checks: Checks
  readonly failed: Uint8Array
  readonly turns: Int32Array
}

const shared = (bytes: number): SharedArrayBuffer => new SharedArrayBuffer(bytes)

export const shareChecks = ({ dirAt, dirs, expected, fileAt, files }: Checks): Shared => {
  const checks: Checks = {
    dirs,
    files,
    dirAt: new Int32Array(shared(dirAt.byteLength)),
    fileAt: new Int32Array(shared(fileAt.byteLength)),
    expected: new Float64Array(shared(expected.byteLength))
  }
  checks.dirAt.set(dirAt)
  checks.fileAt.set(fileAt)
  checks.expected.set(expected)
  return {
    checks,
    failed: new Uint8Array(shared(dirs.length)),
    turns: new Int32Array(shared(2 * Int32Array.BYTES_PER_ELEMENT))
  }
}

/** A slice that is nobody else's from now on; undefined where none is left. */
export const nextSlice = ({ checks, turns }: Shared): { readonly from: number; readonly to: number } | undefined => {
  const from = Atomics.add(turns, NEXT, 1) * CHECKS_AT_ONCE
  const end = checks.expected.length
  return from >= end ? undefined : { from, to: Math.min(from + CHECKS_AT_ONCE, end) }
}

/** What the helping thread does with each piece of work: it takes slices until none is left, as the thread that sent it does. */
const HELPER = `
  const { statSync } = require("node:fs")
  const { parentPort } = require("node:worker_threads")
  const mix = ${String(mix)}
  parentPort.on("message", ({ dirAt, dirs, expected, failed, fileAt, files, root, turns }) => {
    const [allDirs, allFiles] = [dirs.split("\\0"), files.split("\\0")]
    for (;;) {
      const from = Atomics.add(turns, ${NEXT}, 1) * ${CHECKS_AT_ONCE}
      if (from >= expected.length) break
      const to = Math.min(from + ${CHECKS_AT_ONCE}, expected.length)
      for (let i = from; i < to; i++) {
        if (failed[dirAt[i]] === 1) continue
        let stats
        try {
          stats = statSync(root + "/" + allDirs[dirAt[i]] + "/" + allFiles[fileAt[i]], { throwIfNoEntry: false })
        } catch {}
        if (!Object.is(stats === undefined ? NaN : mix(stats), expected[i])) failed[dirAt[i]] = 1
      }
      Atomics.add(turns, ${DONE}, 1)
    }
    parentPort.postMessage("done")
  })
`

export interface Helper {
  readonly exists: boolean
  /** Starting takes a while, in which much else can be done. */
  readonly start: Effect.Effect<void>
  /** Whether it has started, so that it can help at once. A program that asks again will go on asking: then it is started for later. */
  readonly isReady: Effect.Effect<boolean>
  /**
   * Sends checks under a root, at which the one that sends them goes on to look as well. What comes back waits for a slice that the
   * thread has begun, given how many slices the other has done, and says whether all are done then.
   */
  readonly help: (root: string, shared: Shared) => Effect.Effect<(own: number) => Effect.Effect<boolean>>
}

/** Waits until work is done or the thread has ended. */
const settled = (worker: Worker, isDone: () => boolean): Effect.Effect<void> =>
  Effect.async((resume) => {
    if (isDone() || worker.threadId < 0) return resume(Effect.void)
    // A program lives on for what it waits for, and not for a thread that waits for it.
    worker.ref()
    const off = () => {
      worker.unref()
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
  isReady: Effect.succeed(false),
  help: () => Effect.succeed(() => Effect.succeed(false))
}

/**
 * A second thread, which looks at files while the first does so too. It is started when it is first needed, or before, so that it has
 * started by then. There is none where a question was not given one.
 */
export class StampThread extends Context.Reference<StampThread>()("guild/run-index/StampThread", {
  defaultValue: () => NO_HELP
}) {}

/** A thread that ends with the scope, and is there for all questions until then. */
export const makeStampThread: Effect.Effect<Helper, never, Scope.Scope> = Effect.gen(function* () {
  if (availableParallelism() === 1) return NO_HELP
  const scope = yield* Effect.scope
  let [asked, ready] = [false, false]
  const worker = yield* Effect.acquireRelease(
    Effect.sync(() => {
      const started = new Worker(HELPER, { eval: true })
      // What it could not do shows in what it has done.
      started.on("error", () => undefined)
      started.on("online", () => (ready = true))
      started.on("exit", () => (ready = false))
      started.unref()
      return started
    }),
    (started) => Effect.sync(() => void started.terminate())
  ).pipe(Scope.extend(scope), Effect.cached)
  return {
    exists: true,
    start: Effect.asVoid(worker),
    isReady: Effect.suspend(() => {
      if (ready || asked) return ready ? Effect.succeed(true) : Effect.as(worker, false)
      asked = true
      return Effect.succeed(false)
    }),
    help: (root, { checks, failed, turns }) =>
      Effect.map(worker, (helping) => {
        const { dirs, files, ...numbers } = checks
        helping.postMessage({ root, dirs: dirs.join("\0"), files: files.join("\0"), ...numbers, failed, turns })
        const slices = Math.ceil(checks.expected.length / CHECKS_AT_ONCE)
        return (own: number) => {
          const isDone = () => own + Atomics.load(turns, DONE) >= slices
          return Effect.map(settled(helping, isDone), isDone)
        }
      })
  }
})
