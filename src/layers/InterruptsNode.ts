import { Deferred, Effect, Layer, Option } from "effect"
import type { InterruptSignal } from "../services/Interrupts.ts"
import { Interrupts } from "../services/Interrupts.ts"
import { endAsHungUp } from "./terminal/HangUp.ts"
import { isTerminalFd } from "./terminal/IsTerminal.ts"

const SIGNALS: ReadonlyArray<NodeJS.Signals> = ["SIGINT", "SIGTERM", "SIGHUP"]

/** Whether a standard stream is a terminal; one that has hung up is none any more. */
const onTerminal = (): boolean => [0, 1, 2].some((fd) => isTerminalFd(fd))

/**
 * What a signal asks. A hang-up means nothing where no standard stream was a terminal: `nohup` asked for that, and Node forgot it
 * when it started.
 */
const meaning = (signal: NodeJS.Signals, hadTerminal: boolean): InterruptSignal | undefined => {
  if (signal === "SIGHUP") return hadTerminal ? "SIGTERM" : undefined
  return signal === "SIGINT" || signal === "SIGTERM" ? signal : undefined
}

/**
 * Listens to this process's own signals from the first time that somebody asks for one until the layer's scope closes. Before
 * that the system ends guild as it ends any program, so that Ctrl-C works at a question or in a long listing.
 */
export const layer: Layer.Layer<Interrupts> = Layer.scoped(
  Interrupts,
  Effect.gen(function* () {
    const asked = yield* Deferred.make<InterruptSignal>()
    const insisted = yield* Deferred.make<void>()
    let first: InterruptSignal | undefined
    let hadTerminal = false
    const onSignal = (signal: NodeJS.Signals): void => {
      const known = meaning(signal, hadTerminal)
      if (known === undefined) return
      if (signal === "SIGHUP") process.once("exit", () => (onTerminal() ? undefined : endAsHungUp()))
      if (first === undefined) Deferred.unsafeDone(asked, Effect.succeed(known))
      // A shell that hangs up tells its jobs, and so does the system when the shell is gone: nobody insists.
      else if (signal !== "SIGHUP") Deferred.unsafeDone(insisted, Effect.void)
      first ??= known
    }
    let listening = false
    const listen = Effect.sync(() => {
      if (listening) return
      listening = true
      hadTerminal = onTerminal()
      SIGNALS.forEach((signal) => process.on(signal, onSignal))
    })
    yield* Effect.addFinalizer(() => Effect.sync(() => SIGNALS.forEach((signal) => process.off(signal, onSignal))))
    return {
      asked: Effect.zipRight(listen, Deferred.await(asked)),
      received: Effect.map(listen, () => Option.fromNullable(first)),
      insisted: Effect.zipRight(listen, Deferred.await(insisted))
    }
  })
)
