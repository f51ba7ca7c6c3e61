import { Effect, Layer } from "effect"
import { Locks } from "../services/Locks.ts"

/** Locks among the fibers of one process: for tests and users' property tests. */
export const layer: Layer.Layer<Locks> = Layer.sync(Locks, () => {
  const locks = new Map<string, Effect.Semaphore>()
  const named = (name: string): Effect.Semaphore => {
    const lock = locks.get(name) ?? Effect.unsafeMakeSemaphore(1)
    locks.set(name, lock)
    return lock
  }
  return Locks.of({ ifFree: (name, work) => Effect.suspend(() => named(name).withPermitsIfAvailable(1)(work)) })
})
