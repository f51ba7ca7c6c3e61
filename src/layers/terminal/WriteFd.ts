import { writeSync } from "node:fs"

const PAUSE = new Int32Array(new SharedArrayBuffer(4))

/** How long to wait for a reader of a pipe that somebody made non-blocking, in milliseconds. */
const FULL_PIPE_MS = 2

const codeOf = (cause: unknown): unknown => (cause instanceof Error && "code" in cause ? cause.code : undefined)

/**
 * Writes all bytes to a standard stream and returns when they are handed over, so that nothing is lost at exit. `false` when nobody
 * can ever read them: the reader has gone (EPIPE), the terminal has hung up, the stream was never open. A full disk behind a
 * redirection loses the bytes as well; there is nowhere left to say so.
 */
export const writeFd = (fd: number, bytes: Uint8Array): boolean => {
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(fd, bytes, done)
    } catch (cause) {
      if (codeOf(cause) !== "EAGAIN") return false
      Atomics.wait(PAUSE, 0, 0, FULL_PIPE_MS)
    }
  }
  return true
}
