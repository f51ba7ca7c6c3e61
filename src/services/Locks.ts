import type { Effect, Option } from "effect"
import { Context } from "effect"
import type { StoreError } from "./RunStore.ts"

/**
 * Owns locks that all guilds of one Guild home share, by name: files below its `locks` directory, each of which names the process
 * that has the lock. A file stays when its lock is given up, and is empty then.
 * Does not own the locks of runs (RunStore), nor waiting for a lock: who wants to stop waiting is known to who waits.
 *
 * Laws, held by `test/suites/LocksSuite.ts` for every layer: at most one holds a lock of one name; locks of different names are
 * apart; a lock is given up however the work ends, and a holder that dies without a word keeps nobody out.
 */
export class Locks extends Context.Tag("guild/Locks")<
  Locks,
  {
    /** Does work while it alone holds the lock; gives nothing where somebody else has it. */
    readonly ifFree: <A, E, R>(
      name: string,
      work: Effect.Effect<A, E, R>
    ) => Effect.Effect<Option.Option<A>, E | StoreError, R>
  }
>() {}
