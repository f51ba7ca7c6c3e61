import { writeSync } from "node:fs"

const PAUSE = new Int32Array(new SharedArrayBuffer(4))

/** How long to wait for a reader of a pipe that somebody made non-blocking, in milliseconds. */
const FULL_PIPE_MS = 2

/** Nobody reads any more, and knows: the reader has gone, the terminal has hung up, the stream was never open. */
const GONE: ReadonlySet<unknown> = new Set(["EPIPE", "EIO", "EBADF"])

/** Why bytes could not be handed over: nobody is there to read them, or what the system says (a full disk behind a redirection). */
export type Undelivered = { readonly reason: "gone" } | { readonly reason: "refused"; readonly cause: unknown }

/** Writes all bytes to a standard stream and returns when they are handed over, so that nothing is lost at exit. */
export const writeFd = (fd: number, bytes: Uint8Array): Undelivered | undefined => {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done)
    } catch (cause) {
      const code = cause instanceof Error && "code" in cause ? cause.code : undefined
      if (code !== "EAGAIN") return GONE.has(code) ? { reason: "gone" } : { reason: "refused", cause }
      Atomics.wait(PAUSE, 0, 0, FULL_PIPE_MS)
    }
  }
  return undefined
}
