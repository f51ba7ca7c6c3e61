import { Deferred, Effect, Layer } from "effect"
import type { InterruptSignal } from "../services/Interrupts.ts"
import { Interrupts } from "../services/Interrupts.ts"

const SIGNALS: ReadonlyArray<InterruptSignal> = ["SIGINT", "SIGTERM"]

/** Listens to this process's own signals for as long as the layer lives. */
export const layer: Layer.Layer<Interrupts> = Layer.scoped(
  Interrupts,
  Effect.gen(function* () {
    const asked = yield* Deferred.make<InterruptSignal>()
    const insisted = yield* Deferred.make<void>()
    let heard = 0
    const onSignal = (signal: NodeJS.Signals): void => {
      const known = SIGNALS.find((each) => each === signal)
      if (known === undefined) return
      heard += 1
      if (heard === 1) Deferred.unsafeDone(asked, Effect.succeed(known))
      else if (heard === 2) Deferred.unsafeDone(insisted, Effect.void)
    }
    yield* Effect.acquireRelease(
      Effect.sync(() => SIGNALS.forEach((signal) => process.on(signal, onSignal))),
      () => Effect.sync(() => SIGNALS.forEach((signal) => process.off(signal, onSignal)))
    )
    return { asked: Deferred.await(asked), insisted: Deferred.await(insisted) }
  })
)
