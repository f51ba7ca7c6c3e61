import { Deferred, Effect, Layer } from "effect"
import type { InterruptSignal } from "../services/Interrupts.ts"
import { Interrupts } from "../services/Interrupts.ts"

/** What each signal asks; a terminal that closes asks as the system does. */
const ASKS: ReadonlyMap<NodeJS.Signals, InterruptSignal> = new Map([
  ["SIGINT", "SIGINT"],
  ["SIGTERM", "SIGTERM"],
  ["SIGHUP", "SIGTERM"]
])
const SIGNALS: ReadonlyArray<NodeJS.Signals> = [...ASKS.keys()]

/**
 * Listens to this process's own signals from the first time that somebody waits for one until the layer's scope closes. Before
 * that the system ends guild as it ends any program, so that Ctrl-C works at a question or in a long listing.
 */
export const layer: Layer.Layer<Interrupts> = Layer.scoped(
  Interrupts,
  Effect.gen(function* () {
    const asked = yield* Deferred.make<InterruptSignal>()
    const insisted = yield* Deferred.make<void>()
    let heard = 0
    const onSignal = (signal: NodeJS.Signals): void => {
      const known = ASKS.get(signal)
      if (known === undefined) return
      heard += 1
      if (heard === 1) Deferred.unsafeDone(asked, Effect.succeed(known))
      else if (heard === 2) Deferred.unsafeDone(insisted, Effect.void)
    }
    let listening = false
    const listen = Effect.sync(() => {
      if (listening) return
      listening = true
      SIGNALS.forEach((signal) => process.on(signal, onSignal))
    })
    yield* Effect.addFinalizer(() => Effect.sync(() => SIGNALS.forEach((signal) => process.off(signal, onSignal))))
    return {
      asked: Effect.zipRight(listen, Deferred.await(asked)),
      insisted: Effect.zipRight(listen, Deferred.await(insisted))
    }
  })
)
