import type { Effect, Option } from "effect"
import { Context } from "effect"

/** How guild is asked to stop. */
export type InterruptSignal = "SIGINT" | "SIGTERM"

/**
 * Owns what the user (or the system) asks of guild by signal: the first asks, the second insists. A terminal that hangs up asks
 * as SIGTERM does.
 * Does not own stopping anything; whoever runs a process listens here and stops it.
 */
export class Interrupts extends Context.Tag("guild/Interrupts")<
  Interrupts,
  {
    /** Completes when guild is asked to stop, with the signal. */
    readonly asked: Effect.Effect<InterruptSignal>
    /** The signal, where guild was asked already; asked from now on, guild hears it. */
    readonly received: Effect.Effect<Option.Option<InterruptSignal>>
    /** Completes when guild is asked a second time. */
    readonly insisted: Effect.Effect<void>
  }
>() {}
