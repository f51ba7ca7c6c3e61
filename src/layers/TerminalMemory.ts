import { Effect, Layer } from "effect"
import type { LogLevel } from "../domain/text/LogLine.ts"
import { formatLog, LOG_FORMAT } from "../domain/text/LogLine.ts"
import type { Style } from "../services/Terminal.ts"
import { Terminal } from "../services/Terminal.ts"

export interface MemoryTerminalOptions {
  /** What is typed, line by line; then the end of input. */
  readonly answers?: ReadonlyArray<string>
  readonly isTerminal?: boolean
  readonly columns?: number
}

/** What was printed so far. Style marks are `<bold>text</bold>`. */
export interface Printed {
  /** Standard output, prompts and the raw output of runs included. */
  readonly stdout: () => string
  readonly stderr: () => string
  /** Texts that were shown in the pager. */
  readonly pages: () => ReadonlyArray<string>
}

const mark = (text: string, styles: ReadonlyArray<Style>): string =>
  styles.reduceRight((inner, style) => `<${style}>${inner}</${style}>`, text)

/** A terminal that remembers, with the user's answers told beforehand. */
export const make = (
  options: MemoryTerminalOptions = {}
): { readonly layer: Layer.Layer<Terminal>; readonly printed: Printed } => {
  const texts: [string, string] = ["", ""]
  const decoders = [new TextDecoder(), new TextDecoder()] as const
  const pages: Array<string> = []
  const answers = [...(options.answers ?? [])]
  const isTerminal = options.isTerminal ?? false
  const logLine = (level: LogLevel, message: string, name?: string): string =>
    formatLog(LOG_FORMAT, { level, message, name, timeMs: 0 })
  const put = (stream: 0 | 1, text: string): Effect.Effect<void> =>
    Effect.sync(() => {
      texts[stream] += text
    })
  const layer = Layer.succeed(
    Terminal,
    Terminal.of({
      out: (text) => put(0, `${text}\n`),
      err: (text) => put(1, `${text}\n`),
      warn: (text) => put(1, `WARNING: ${text}\n`),
      tell: (text) => put(1, `${text}\n`),
      log: (level, message) => put(1, `${logLine(level, message)}\n`),
      info: (text) => put(1, `${logLine("INFO", text)}\n`),
      progress: (text) => (isTerminal ? put(1, `${text}\n`) : Effect.void),
      logLine,
      write: (chunk, stream) => {
        texts[stream] += decoders[stream].decode(chunk, { stream: true })
      },
      isTerminal,
      canAsk: isTerminal,
      columns: options.columns ?? 80,
      style: (text, ...styles) => (isTerminal ? mark(text, styles) : text),
      ask: (prompt) =>
        Effect.zipRight(
          put(0, prompt),
          Effect.sync(() => answers.shift())
        ),
      page: (text) => (isTerminal ? Effect.sync(() => void pages.push(text)) : put(0, `${text}\n`))
    })
  )
  return { layer, printed: { stdout: () => texts[0], stderr: () => texts[1], pages: () => pages } }
}
