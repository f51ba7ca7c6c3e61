import { Clock, Effect } from "effect"
import type { LogLevel } from "../../domain/text/LogLine.ts"
import type { OutputWriter } from "../../services/RunOutput.ts"
import { Terminal } from "../../services/Terminal.ts"

/** Says a line of the log on standard error, and in the batch's own output. */
export type Say = (level: LogLevel, message: string) => Effect.Effect<void>

/** Says lines of a batch on the terminal, and keeps each in the batch's output where it has one. */
export const sayer = (output: OutputWriter | undefined): Effect.Effect<Say, never, Terminal> =>
  Effect.map(
    Terminal,
    (terminal) => (level, message) =>
      Effect.gen(function* () {
        const line = terminal.logLine(level, message)
        if (line === undefined) return
        yield* terminal.err(line)
        const now = yield* Clock.currentTimeMillis
        output?.write(new TextEncoder().encode(`${line}\n`), 1, now)
      })
  )
