import { Clock, Effect } from "effect"
import type { OutputWriter } from "../../services/RunOutput.ts"
import { Terminal } from "../../services/Terminal.ts"

/** Says a line on standard error, and in the batch's own output. */
export type Say = (line: string) => Effect.Effect<void>

export const sayer = (output: OutputWriter | undefined): Effect.Effect<Say, never, Terminal> =>
  Effect.map(
    Terminal,
    (terminal) => (line) =>
      Effect.gen(function* () {
        yield* terminal.err(line)
        const now = yield* Clock.currentTimeMillis
        output?.write(new TextEncoder().encode(`${line}\n`), 1, now)
      })
  )
