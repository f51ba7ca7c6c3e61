import { Cause, Effect, Option } from "effect"
import { Interrupted } from "../domain/Interrupted.ts"
import { Interrupts } from "../services/Interrupts.ts"

/** Goes on only where nobody has asked guild to stop; from here on guild hears it. */
export const unlessAsked: Effect.Effect<void, Interrupted, Interrupts> = Effect.gen(function* () {
  const received = yield* (yield* Interrupts).received
  if (Option.isSome(received)) yield* new Interrupted({ signal: received.value })
})

/** Work that is given up when guild is asked to stop. What it holds is released before it fails with `Interrupted`. */
export const untilAsked = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E | Interrupted, R | Interrupts> =>
  Effect.gen(function* () {
    const interrupts = yield* Interrupts
    yield* unlessAsked
    return yield* Effect.raceFirst(
      work,
      Effect.flatMap(interrupts.asked, (signal) => new Interrupted({ signal }))
    )
  })

/** Whether work ended because guild was asked to stop, by a signal or by whoever runs it. */
export const wasAsked = (cause: Cause.Cause<unknown>): boolean =>
  Cause.isInterruptedOnly(cause) || Option.getOrUndefined(Cause.failureOption(cause)) instanceof Interrupted
