import type { Effect } from "effect"
import { Context } from "effect"
import type { StoreError } from "./RunStore.ts"

/**
 * Owns locks that all guilds of one Guild home share, by name: files below its `locks` directory.
 * Does not own the locks of runs (RunStore).
 *
 * Laws, held by `test/suites/LocksSuite.ts` for every layer: at most one holds a lock of one name; it is given up however the work
 * ends, and a holder that dies without a word keeps nobody waiting.
 */
export class Locks extends Context.Tag("guild/Locks")<
  Locks,
  {
    /** Does work while it alone holds the lock; waits for it as long as it takes. */
    readonly withLock: <A, E, R>(name: string, work: Effect.Effect<A, E, R>) => Effect.Effect<A, E | StoreError, R>
  }
>() {}
