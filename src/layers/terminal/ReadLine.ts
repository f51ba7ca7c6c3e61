import { readSync } from "node:fs"
import { Effect } from "effect"
import { isTerminalFd } from "./IsTerminal.ts"

const NEWLINE = 10

/** How often a pipe without data that somebody made non-blocking is looked at, in milliseconds. */
const EMPTY_PIPE_MS = 20

const decode = (bytes: ReadonlyArray<number>): string =>
  Buffer.from(bytes)
    .toString("utf8")
    .replace(/\r?\n$/, "")

/** One byte of a pipe or file; `undefined` at its end, `wait` where there is none yet. */
const readByte = (fd: number): number | "wait" | undefined => {
  const byte = Buffer.alloc(1)
  try {
    return readSync(fd, byte, 0, 1, null) === 0 ? undefined : byte[0]
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : undefined
    // Windows says EOF; a standard input that is closed or a directory gives nothing either.
    return code === "EAGAIN" || code === "EINTR" ? "wait" : undefined
  }
}

/** A line of a pipe or file, and not one byte more: what follows belongs to the next question or to the program that is run. */
const lineOfPipe = (fd: number): Effect.Effect<string | undefined> =>
  Effect.gen(function* () {
    const bytes: Array<number> = []
    for (;;) {
      const byte = readByte(fd)
      if (byte === "wait") yield* Effect.sleep(EMPTY_PIPE_MS)
      else if (byte === undefined) return bytes.length === 0 ? undefined : decode(bytes)
      else {
        bytes.push(byte)
        if (byte === NEWLINE) return decode(bytes)
      }
    }
  })

/** A line typed on a terminal, which gives one line at a time; read by the event loop, so that Ctrl-C is heard meanwhile. */
const lineOfTerminal: Effect.Effect<string | undefined> = Effect.async((resume) => {
  const { stdin } = process
  const bytes: Array<number> = []
  const settle = (line: string | undefined): void => {
    leave()
    resume(Effect.succeed(line))
  }
  const onData = (chunk: Uint8Array | string): void => {
    bytes.push(...(typeof chunk === "string" ? Buffer.from(chunk) : chunk))
    if (bytes.includes(NEWLINE)) settle(decode(bytes))
  }
  const onEnd = (): void => settle(bytes.length === 0 ? undefined : decode(bytes))
  const leave = (): void => {
    stdin.off("data", onData).off("end", onEnd).off("error", onEnd)
    stdin.pause()
  }
  stdin.on("data", onData).on("end", onEnd).on("error", onEnd)
  stdin.resume()
  return Effect.sync(leave)
})

/** The next line of standard input without its line end; `undefined` at the end of input. */
export const readLine: Effect.Effect<string | undefined> = Effect.suspend(() =>
  isTerminalFd(0) ? lineOfTerminal : lineOfPipe(0)
)
