import type { Scope } from "effect"
import { Clock, Effect } from "effect"
import { LineMerge } from "../../domain/batch/LineMerge.ts"
import type { LogLevel } from "../../domain/text/LogLine.ts"
import type { OutputSink } from "../../services/Processes.ts"
import { Terminal } from "../../services/Terminal.ts"

type Shown = typeof Terminal.Service

const encoder = new TextEncoder()

/** A terminal whose lines and bytes all go through `write`. Nobody can be asked: the user started something longer. */
const writing = (terminal: Shown, write: Shown["write"]): Shown => {
  const line = (text: string, stream: 0 | 1) => Effect.sync(() => write(encoder.encode(`${text}\n`), stream))
  const shows = (level: LogLevel) => terminal.logLine(level, "") !== undefined
  const log = (level: LogLevel, message: string) =>
    Effect.suspend(() => {
      const text = terminal.logLine(level, message)
      return text === undefined ? Effect.void : line(text, 1)
    })
  return {
    ...terminal,
    columns: terminal.columns,
    out: (text) => line(text, 0),
    err: (text) => line(text, 1),
    tell: (text) => (shows("INFO") ? line(text, 1) : Effect.void),
    warn: (text) => (shows("WARNING") ? line(`WARNING: ${text}`, 1) : Effect.void),
    log,
    info: (text) => log("INFO", text),
    page: (text) => line(text, 0),
    write,
    canAsk: false
  }
}

/**
 * The terminal as the steps of a run see it: what they say is kept as the run's own output, and shown unless the run is quiet.
 *
 * @param keep take what is said, with its stream and time
 */
export const keepingTerminal = (
  keep: ReadonlyArray<OutputSink>,
  quiet: boolean
): Effect.Effect<Shown, never, Terminal> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const clock = yield* Effect.clock
    return writing(terminal, (chunk, stream) => {
      const now = clock.unsafeCurrentTimeMillis()
      for (const each of keep) each(chunk, stream, now)
      if (!quiet) terminal.write(chunk, stream)
    })
  })

/**
 * The terminal of one of several pieces of work that run side by side, so that it can be told whose lines are whose: whole lines
 * only, each behind a name. Closing the scope shows a last line without its newline.
 */
export const prefixingTerminal = (name: string): Effect.Effect<Shown, never, Terminal | Scope.Scope> =>
  Effect.gen(function* () {
    const terminal = yield* Terminal
    const merge = new LineMerge(`${name} | `, (lines, stream) => terminal.write(lines, stream))
    yield* Effect.addFinalizer(() => Effect.map(Clock.currentTimeMillis, (now) => merge.end(now)))
    return writing(terminal, (chunk, stream) => merge.push(chunk, stream, 0))
  })

/** Work whose lines are all behind a name. */
export const withPrefix = <A, E, R>(name: string, work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Terminal> =>
  Effect.scoped(Effect.flatMap(prefixingTerminal(name), (own) => Effect.provideService(work, Terminal, own)))
