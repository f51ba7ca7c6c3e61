import { fstatSync, readSync, writeSync } from "node:fs"
import { isatty } from "node:tty"
import { Effect, Layer } from "effect"
import type { Style } from "../services/Terminal.ts"
import { Terminal } from "../services/Terminal.ts"

const DEFAULT_COLUMNS = 80

const CODES: Readonly<Record<Style, readonly [number, number]>> = {
  bold: [1, 22],
  dim: [2, 22],
  underline: [4, 24],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39]
}

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined)

/** Blocks for a moment: the other end of a full pipe that does not block has to read first. */
const pause = (): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)

/** Writes all bytes at once. A reader that went away (`guild runs | head`) takes nothing more, and that is no error. */
const writeAll = (fd: 1 | 2, bytes: Uint8Array, gone: Set<number>): void => {
  let from = 0
  while (from < bytes.length && !gone.has(fd)) {
    try {
      from += writeSync(fd, bytes, from)
    } catch (cause) {
      if (codeOf(cause) === "EAGAIN") pause()
      else gone.add(fd)
    }
  }
}

/** One line from standard input, read byte by byte so that what follows is left for the run's process. */
const readLine = (): string | undefined => {
  const bytes: Array<number> = []
  const one = new Uint8Array(1)
  for (;;) {
    let count: number
    try {
      count = readSync(0, one)
    } catch (cause) {
      if (codeOf(cause) === "EAGAIN") {
        pause()
        continue
      }
      count = 0
    }
    if (count === 0) return bytes.length === 0 ? undefined : new TextDecoder().decode(new Uint8Array(bytes))
    if (one[0] === 10) return new TextDecoder().decode(new Uint8Array(bytes))
    bytes.push(one[0] ?? 0)
  }
}

const hasStdin = (): boolean => {
  try {
    fstatSync(0)
    return true
  } catch {
    return false
  }
}

/** The process's own standard streams. Writes are synchronous, so that nothing is lost when the process ends. */
export const layer: Layer.Layer<Terminal> = Layer.sync(Terminal, () => {
  const gone = new Set<number>()
  const encoder = new TextEncoder()
  const line = (fd: 1 | 2, text: string) => Effect.sync(() => writeAll(fd, encoder.encode(`${text}\n`), gone))
  const isTerminal = isatty(1)
  const colour = (fd: number): boolean =>
    isatty(fd) && (process.env["NO_COLOR"] ?? "") === "" && process.env["TERM"] !== "dumb"
  const paint = (text: string, styles: ReadonlyArray<Style>): string =>
    styles.reduce((painted, style) => `\x1b[${CODES[style][0]}m${painted}\x1b[${CODES[style][1]}m`, text)
  const [outColour, errColour] = [colour(1), colour(2)]
  const level = (name: string, style: Style) => (errColour ? paint(name, [style]) : name)
  return {
    out: (text) => line(1, text),
    err: (text) => line(2, text),
    warn: (text) => line(2, `${level("WARNING:", "yellow")} ${text}`),
    info: (text) => line(2, `${level("INFO:", "dim")} [guild] ${text}`),
    write: (chunk, stream) => writeAll(stream === 0 ? 1 : 2, chunk, gone),
    isTerminal,
    canAsk: isatty(0),
    columns: Number(process.env["COLUMNS"]) || process.stdout.columns || DEFAULT_COLUMNS,
    style: (text, ...styles) => (outColour ? paint(text, styles) : text),
    ask: (prompt) =>
      Effect.sync(() => {
        writeAll(1, encoder.encode(prompt), gone)
        return hasStdin() ? readLine() : undefined
      }),
    page: (text) => line(1, text)
  }
})
