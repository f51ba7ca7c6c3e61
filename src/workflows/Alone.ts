import { Effect, Option } from "effect"
import { Locks } from "../services/Locks.ts"
import { untilAsked } from "./UntilAsked.ts"

/** How often a lock that somebody else has is looked at. */
const LOOK = "20 millis"

/**
 * Does work while no other guild of this Guild home does any under the same name, and waits for that. Fails with `Interrupted` where
 * guild is asked to stop before it is its turn.
 */
export const alone = <A, E, R>(name: string, work: Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    const locks = yield* Locks
    for (;;) {
      const done = yield* locks.ifFree(name, work)
      if (Option.isSome(done)) return done.value
      yield* untilAsked(Effect.sleep(LOOK))
    }
  })
