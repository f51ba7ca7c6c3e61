import { Deferred, Effect, Fiber, Option } from "effect"
import type { InterruptSignal } from "../../services/Interrupts.ts"
import { Interrupts } from "../../services/Interrupts.ts"

/** What ends one piece of work of several, where the user has not asked for all to end. */
const CANCEL: InterruptSignal = "SIGTERM"

/**
 * Work that runs processes, made interruptible. A process is not let go of before it has ended, so interrupting the work alone would
 * wait for that; here the process is asked to end first, as it is when the user asks guild to. Interruption completes when nothing
 * of the work is left.
 */
export const cancellable = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Interrupts> =>
  Effect.gen(function* () {
    const all = yield* Interrupts
    const cancelled = yield* Deferred.make<InterruptSignal>()
    const own: typeof Interrupts.Service = {
      // Interruptible even where the work is not, or the one that is not asked would be waited for.
      asked: Effect.interruptible(Effect.raceFirst(all.asked, Deferred.await(cancelled))),
      received: Effect.flatMap(all.received, (received) =>
        Option.isSome(received)
          ? Effect.succeed(received)
          : Effect.flatMap(
              Deferred.poll(cancelled),
              Option.match({ onNone: () => Effect.succeedNone, onSome: Effect.asSome })
            )
      ),
      insisted: all.insisted
    }
    return yield* Effect.uninterruptibleMask((restore) =>
      Effect.gen(function* () {
        // A child would be interrupted at once with its parent, before its process could be asked.
        const fiber = yield* Effect.forkDaemon(Effect.interruptible(Effect.provideService(work, Interrupts, own)))
        return yield* restore(Fiber.join(fiber)).pipe(
          Effect.onInterrupt(() => Effect.zipRight(Deferred.succeed(cancelled, CANCEL), Fiber.await(fiber)))
        )
      })
    )
  })
