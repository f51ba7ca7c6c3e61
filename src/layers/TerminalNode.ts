import { Effect, Layer } from "effect"
import type { LogLevel } from "../domain/text/LogLine.ts"
import { formatLog, isLogged, LOG_FORMAT } from "../domain/text/LogLine.ts"
import type { Style } from "../services/Terminal.ts"
import { Terminal } from "../services/Terminal.ts"
import { isTerminalFd } from "./terminal/IsTerminal.ts"
import { showInPager } from "./terminal/Pager.ts"
import { readLine } from "./terminal/ReadLine.ts"
import { paint, wantsColor } from "./terminal/Styles.ts"
import { writeFd } from "./terminal/WriteFd.ts"

const DEFAULT_COLUMNS = 80

/** COLUMNS where the user set it, else the terminal's width, else 80. */
const columnsOf = (env: NodeJS.ProcessEnv, isTerminal: boolean): number => {
  const told = Number(env["COLUMNS"])
  if (Number.isInteger(told) && told > 0) return told
  return (isTerminal ? process.stdout.columns : undefined) ?? DEFAULT_COLUMNS
}

/**
 * This process's own standard streams, written synchronously. A reader that goes away is no error: the first line for it that cannot
 * be delivered interrupts the command (as a broken pipe ends any program in a pipeline), while what a run prints and messages are
 * dropped, so that a run goes on without its terminal. A full disk behind a redirection is told once.
 */
export const layer: Layer.Layer<Terminal> = Layer.sync(Terminal, () => {
  const { env } = process
  const isTerminal = isTerminalFd(1)
  const paintsOut = wantsColor(isTerminal, env)
  const errIsTerminal = isTerminalFd(2)
  const paintsErr = wantsColor(errIsTerminal, env)
  const open = [true, true]

  const put = (fd: 1 | 2, bytes: Uint8Array): boolean => {
    const at = fd - 1
    if (open[at] !== true) return false
    const undelivered = writeFd(fd, bytes)
    if (undelivered === undefined) return true
    open[at] = false
    if (fd === 1 && undelivered.reason === "refused")
      put(2, Buffer.from(`WARNING: cannot write to standard output: ${String(undelivered.cause)}\n`))
    return false
  }

  const out = (text: string): Effect.Effect<void> =>
    Effect.suspend(() => (put(1, Buffer.from(text)) ? Effect.void : Effect.interrupt))
  const err = (text: string, ...styles: ReadonlyArray<Style>): Effect.Effect<void> =>
    Effect.sync(() => {
      put(2, Buffer.from(`${paintsErr ? paint(text, styles) : text}\n`))
    })

  // An empty variable is one that is not set, as in Python's logging.
  const format = env["LOG_FORMAT"] || LOG_FORMAT
  const shows = (level: LogLevel): boolean => isLogged(level, env["LOG_LEVEL"])
  const logLine = (level: LogLevel, message: string, name?: string): string | undefined =>
    shows(level) ? formatLog(format, { level, message, name, timeMs: Date.now() }) : undefined
  const log = (level: LogLevel, message: string): Effect.Effect<void> =>
    Effect.suspend(() => {
      const line = logLine(level, message)
      return line === undefined ? Effect.void : err(line)
    })

  return Terminal.of({
    out: (text) => out(`${text}\n`),
    err: (text) => err(text),
    tell: (text) => (shows("INFO") ? err(text) : Effect.void),
    warn: (text) => (shows("WARNING") ? err(`WARNING: ${text}`, "yellow") : Effect.void),
    log,
    info: (text) => log("INFO", text),
    progress: (text) => (errIsTerminal ? err(text, "dim") : Effect.void),
    logLine,
    write: (chunk, stream) => {
      put(stream === 0 ? 1 : 2, chunk)
    },
    isTerminal,
    canAsk: isTerminalFd(0),
    get columns() {
      return columnsOf(env, isTerminal)
    },
    style: (text, ...styles) => (paintsOut ? paint(text, styles) : text),
    ask: (prompt) => Effect.zipRight(out(prompt), readLine),
    page: (text) =>
      Effect.gen(function* () {
        if (isTerminal && isTerminalFd(0) && (yield* showInPager(text, env))) return
        yield* out(text.endsWith("\n") ? text : `${text}\n`)
      })
  })
})
