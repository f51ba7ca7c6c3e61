import { Effect, Layer } from "effect"
import { formatLog, LOG_FORMAT } from "../../src/domain/text/LogLine.ts"
import { Terminal } from "../../src/services/Terminal.ts"

/** What a command showed, and what it was answered. */
export interface Recorded {
  readonly layer: Layer.Layer<Terminal>
  readonly out: () => string
  readonly err: () => string
}

/** A terminal that remembers; each question takes the next of `answers`, and there is no more input behind the last. */
export const recordedTerminal = (
  answers: ReadonlyArray<string>,
  told: Partial<typeof Terminal.Service> = {}
): Recorded => {
  const shown: { out: string; err: string } = { out: "", err: "" }
  const left = [...answers]
  const say = (to: "out" | "err", text: string) =>
    Effect.sync(() => {
      shown[to] += text
    })
  const layer = Layer.succeed(
    Terminal,
    Terminal.of({
      out: (text) => say("out", `${text}\n`),
      err: (text) => say("err", `${text}\n`),
      warn: (text) => say("err", `WARNING: ${text}\n`),
      tell: (text) => say("err", `${text}\n`),
      log: (level, message) => say("err", `${level}: [guild] ${message}\n`),
      info: (text) => say("err", `INFO: [guild] ${text}\n`),
      progress: () => Effect.void,
      logLine: (level, message, name) => formatLog(LOG_FORMAT, { level, message, name, timeMs: 0 }),
      write: (chunk, stream) => {
        shown[stream === 0 ? "out" : "err"] += Buffer.from(chunk).toString("utf8")
      },
      isTerminal: false,
      canAsk: false,
      columns: 80,
      style: (text) => text,
      ask: (prompt) =>
        Effect.sync(() => {
          shown.err += prompt
          const answer = left.shift()
          if (answer !== undefined) shown.err += `${answer}\n`
          return answer
        }),
      page: (text) => say("out", text),
      ...told
    })
  )
  return { layer, out: () => shown.out, err: () => shown.err }
}
