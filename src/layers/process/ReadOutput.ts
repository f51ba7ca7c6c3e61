import type { Readable } from "node:stream"
import type { OutputSink, OutputStream } from "../../services/Processes.ts"
import type { Spawned } from "./Spawn.ts"
import { exitStatusOf } from "./Signals.ts"

export interface DrainOptions {
  /** After the exit, pipes that others hold open are given up when nothing came for this long, in milliseconds. */
  readonly drainIdleMs: number
  /** And after this long even if output keeps coming. */
  readonly drainMaxMs: number
}

/** More than two pipes can hold: what comes after this much was written after the exit. */
const PIPES_CAPACITY = 4 * 1024 * 1024

/** Calls back when the event loop has looked at every pipe once more. */
const afterNextPoll = (callback: () => void): void => {
  setImmediate(() => setImmediate(callback))
}

export interface OutputReader {
  /** Hears nothing more from now on. */
  readonly close: () => void
}

/**
 * Hands a child's output to the sink, synchronously and chunk by chunk as it is read: while the sink works nothing more is read, so
 * a slow sink fills the pipe and the child waits; no queue grows here. `onEnd` is called once with the exit status, when the child is
 * gone and its pipes are at their end. A descendant that keeps a pipe open does not hold the run: the pipes are given up after the
 * drain time, and everything the child itself wrote has been read by then. `onDefect` hears of a sink that threw; it gets nothing more.
 */
export const readOutput = (
  spawned: Spawned,
  pipes: ReadonlyArray<Readable>,
  sink: OutputSink,
  options: DrainOptions,
  on: { readonly end: (exitStatus: number) => void; readonly defect: (cause: unknown) => void }
): OutputReader => {
  let listening = true
  let open = pipes.length
  let exitStatus: number | undefined
  let exitedAt = 0
  let lastChunkAt = 0
  let received = 0
  let receivedAtExit = 0

  const finish = (): void => {
    if (!listening || exitStatus === undefined) return
    listening = false
    for (const pipe of pipes) pipe.destroy()
    on.end(exitStatus)
  }

  const giveUpWhenIdle = (): void => {
    if (!listening) return
    const before = received
    afterNextPoll(() => {
      const now = performance.now()
      const idle = received === before && now - Math.max(lastChunkAt, exitedAt) >= options.drainIdleMs
      const late = now - exitedAt >= options.drainMaxMs
      if (idle || (late && (received === before || received - receivedAtExit > PIPES_CAPACITY))) finish()
      else setTimeout(giveUpWhenIdle, late ? 0 : Math.min(options.drainIdleMs, 50))
    })
  }

  const take = (chunk: Uint8Array, stream: OutputStream): void => {
    if (!listening) return
    received += chunk.length
    try {
      sink(chunk, stream, Date.now())
    } catch (cause) {
      listening = false
      on.defect(cause)
    }
    lastChunkAt = performance.now()
  }

  pipes.forEach((pipe, index) => {
    pipe.on("data", (chunk: Uint8Array) => take(chunk, index === 0 ? 0 : 1))
    pipe.on("error", () => undefined)
    pipe.on("close", () => {
      open -= 1
      if (open === 0) finish()
    })
  })

  spawned.child.once("exit", (code, signal) => {
    exitStatus = exitStatusOf(code, signal)
    exitedAt = performance.now()
    receivedAtExit = received
    if (open === 0) finish()
    else setTimeout(giveUpWhenIdle, Math.min(options.drainIdleMs, 50))
  })

  return {
    close: () => {
      listening = false
      for (const pipe of pipes) pipe.destroy()
    }
  }
}
