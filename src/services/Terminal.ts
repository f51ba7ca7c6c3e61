import type { Effect } from "effect"
import { Context } from "effect"
import type { LogLevel } from "../domain/text/LogLine.ts"

/** What `Terminal.style` can paint; plain text where there is no terminal or NO_COLOR is set. */
export type Style = "bold" | "dim" | "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "underline"

/**
 * Owns the user's side: standard output and error, questions, width and colour.
 * Does not own what a run's process prints (RunOutput passes that on byte by byte with `write`).
 */
export class Terminal extends Context.Tag("guild/Terminal")<
  Terminal,
  {
    /** One line (or several) on standard output, newline added. */
    readonly out: (text: string) => Effect.Effect<void>
    /** One line on standard error, newline added. */
    readonly err: (text: string) => Effect.Effect<void>
    /** The same, of what guild does on its way: not where LOG_LEVEL wants warnings at most. */
    readonly tell: (text: string) => Effect.Effect<void>
    /** `WARNING: ...` on standard error, but where LOG_LEVEL wants errors alone. */
    readonly warn: (text: string) => Effect.Effect<void>
    /** A line of the log on standard error: `INFO: [guild] ...`, or as LOG_FORMAT says; none where LOG_LEVEL says so. */
    readonly log: (level: LogLevel, message: string) => Effect.Effect<void>
    /** The same at level INFO. */
    readonly info: (text: string) => Effect.Effect<void>
    /** What a user who waits may want to know, on standard error where that is a terminal; nothing anywhere else. */
    readonly progress: (text: string) => Effect.Effect<void>
    /** The line for a message of the log, such as `log` shows, by guild or by somebody of another name. */
    readonly logLine: (level: LogLevel, message: string, name?: string) => string | undefined
    /** Bytes as they are, at once; 0 is standard output, 1 standard error. Synchronous, for output sinks. */
    readonly write: (chunk: Uint8Array, stream: 0 | 1) => void
    readonly isTerminal: boolean
    /** Standard input is a terminal, so a question can be asked. */
    readonly canAsk: boolean
    readonly columns: number
    readonly style: (text: string, ...styles: ReadonlyArray<Style>) => string
    /** Shows a prompt such as `Continue? (Y/n) ` and gives the line typed; `undefined` at the end of input. */
    readonly ask: (prompt: string) => Effect.Effect<string | undefined>
    /** Shows a long text through the user's pager where there is a terminal. */
    readonly page: (text: string) => Effect.Effect<void>
  }
>() {}
