import type { Effect, Queue, Scope } from "effect"
import { Context, Schema } from "effect"

/** There is no way to the batch. */
export class DeskError extends Schema.TaggedError<DeskError>()("DeskError", {
  operation: Schema.Literal("open", "ask"),
  address: Schema.String,
  cause: Schema.Defect
}) {
  override get message(): string {
    const why = this.cause instanceof Error ? this.cause.message : String(this.cause)
    return this.operation === "open"
      ? `cannot wait for the trials of an optimizer at ${this.address}: ${why}`
      : `cannot ask the batch at ${this.address}: ${why}\nThe guild that ran it may have ended.`
  }
}

/** A line that came in. */
export interface DeskCall {
  readonly line: string
  /** Sends a line back. Whoever has hung up meanwhile misses it. */
  readonly answer: (line: string) => Effect.Effect<void>
  /** Whether whoever called has hung up. */
  readonly isGone: () => boolean
}

/** A place to be asked at. */
export interface OpenDesk {
  /** What a caller needs to know. */
  readonly address: string
  /** An absolute directory of this desk alone, which is removed with it. */
  readonly dir: string
  /** A directory with a program `guild` in it, which is this very guild. */
  readonly binDir: string
  readonly calls: Queue.Dequeue<DeskCall>
}

/**
 * Owns how the process of an optimizer reaches the guild that runs its batch: lines of text to an address, and lines back.
 * Does not own what the lines say (domain/batch/TrialCall.ts), nor the process.
 *
 * Laws, held by `test/suites/TrialDeskSuite.ts` for every layer: whoever asks gets the answer to its own line, however many ask
 * at once; nobody but this user can ask; where the desk is closed, those that wait for an answer are told, and nothing of it is left.
 */
export class TrialDesk extends Context.Tag("guild/TrialDesk")<
  TrialDesk,
  {
    readonly open: Effect.Effect<OpenDesk, DeskError, Scope.Scope>
    /** Sends a line, without its line break, and waits for the answer. */
    readonly ask: (address: string, line: string) => Effect.Effect<string, DeskError>
  }
>() {}
