import { Deferred, Effect, Layer, Option } from "effect"
import type { InterruptSignal } from "../services/Interrupts.ts"
import { Interrupts } from "../services/Interrupts.ts"

/** Nobody ever asks. */
export const layerNever: Layer.Layer<Interrupts> = Layer.succeed(Interrupts, {
  asked: Effect.never,
  received: Effect.succeedNone,
  insisted: Effect.never
})

/** Signals that a test sends itself. */
export const make: Effect.Effect<{
  readonly layer: Layer.Layer<Interrupts>
  readonly ask: (signal: InterruptSignal) => Effect.Effect<void>
  readonly insist: Effect.Effect<void>
}> = Effect.gen(function* () {
  const asked = yield* Deferred.make<InterruptSignal>()
  const insisted = yield* Deferred.make<void>()
  const received = Effect.flatMap(
    Deferred.poll(asked),
    Option.match({ onNone: () => Effect.succeedNone, onSome: Effect.asSome })
  )
  return {
    layer: Layer.succeed(Interrupts, { asked: Deferred.await(asked), received, insisted: Deferred.await(insisted) }),
    ask: (signal) => Effect.asVoid(Deferred.succeed(asked, signal)),
    insist: Effect.asVoid(Deferred.succeed(insisted, undefined))
  }
})
