import type { Effect } from "effect"
import { Context } from "effect"

export type InterruptSignal = "SIGINT" | "SIGTERM"

/**
 * Owns what the user (or the system) asks of guild by signal: the first asks, the second insists.
 * Does not own stopping anything; whoever runs a process listens here and stops it.
 */
export class Interrupts extends Context.Tag("guild/Interrupts")<
  Interrupts,
  {
    /** Completes when guild is asked to stop, with the signal. */
    readonly asked: Effect.Effect<InterruptSignal>
    /** Completes when guild is asked a second time. */
    readonly insisted: Effect.Effect<void>
  }
>() {}
