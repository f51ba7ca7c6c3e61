import { Schema } from "effect"

/** The user, or the system, asked guild to stop before there was a process that could be stopped in its place. */
export class Interrupted extends Schema.TaggedError<Interrupted>()("Interrupted", {
  signal: Schema.Literal("SIGINT", "SIGTERM")
}) {
  override get message(): string {
    return `stopped by ${this.signal}`
  }
}

/** The numbers of the signals that ask guild to stop, the same on every system. */
const NUMBERS = { SIGINT: 2, SIGTERM: 15 } as const

/** The exit status of what a signal ended: its negative number. */
export const signalStatus = (signal: keyof typeof NUMBERS): number => -NUMBERS[signal]

/** How a guild that was asked by a signal is asked once more: two signals of one kind may reach a process as one. */
export const insisting = (signal: keyof typeof NUMBERS): keyof typeof NUMBERS =>
  signal === "SIGINT" ? "SIGTERM" : "SIGINT"
