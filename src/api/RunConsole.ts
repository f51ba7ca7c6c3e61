import { Console, Effect, Inspectable } from "effect"
import { Terminal } from "../services/Terminal.ts"

type Write = (...args: ReadonlyArray<unknown>) => void

const encoder = new TextEncoder()

const textOf = (arg: unknown): string => (typeof arg === "string" ? arg : Inspectable.toStringUnknown(arg))

/** A console whose lines are those of a run. What else a console does, such as counting, is done by the one around it. */
const consoleOf = (around: Console.Console, out: Write, err: Write): Console.Console => {
  const later =
    (write: Write) =>
    (...args: ReadonlyArray<unknown>) =>
      Effect.sync(() => write(...args))
  return {
    ...around,
    log: later(out),
    info: later(out),
    debug: later(out),
    warn: later(err),
    error: later(err),
    trace: later(err),
    unsafe: { ...around.unsafe, log: out, info: out, debug: out, warn: err, error: err, trace: err }
  }
}

/** Work whose Effect `Console`, and with it `Effect.log`, prints on the terminal of its run. */
export const withRunConsole = <A, E, R>(work: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Terminal> =>
  Effect.flatMap(Terminal, (terminal) => {
    const write =
      (stream: 0 | 1): Write =>
      (...args) =>
        terminal.write(encoder.encode(`${args.map(textOf).join(" ")}\n`), stream)
    return Console.consoleWith((around) => Effect.withConsole(work, consoleOf(around, write(0), write(1))))
  })
