import type { OutputStream } from "../../services/Processes.ts"
import type { OutputLine } from "../../services/RunOutput.ts"

/** Bytes in `output.index` for each line of output: the time as uint64 big-endian milliseconds, then the stream. */
export const ENTRY_SIZE = 9

const HALF = 2 ** 32

/** The same entry for `count` lines. */
export const indexEntries = (count: number, stream: OutputStream, timeMs: number): Buffer => {
  const bytes = Buffer.alloc(count * ENTRY_SIZE)
  const time = Math.max(0, Math.floor(timeMs))
  for (let at = 0; at < bytes.length; at += ENTRY_SIZE) {
    bytes.writeUInt32BE(Math.floor(time / HALF), at)
    bytes.writeUInt32BE(time % HALF, at + 4)
    bytes.writeUInt8(stream, at + 8)
  }
  return bytes
}

/**
 * The lines of an output file with what its index says of them. Text is decoded as UTF-8, damage replaced; a line end is a newline
 * with or without a carriage return. Lines that the index does not have (guild was killed) count as stdout at the last time known.
 */
export const readLines = (output: Buffer, index: Buffer): ReadonlyArray<OutputLine> => {
  const texts = output.toString("utf8").split("\n")
  if (texts.at(-1) === "") texts.pop()
  let timeMs = 0
  return texts.map((text, line) => {
    const at = line * ENTRY_SIZE
    const indexed = at + ENTRY_SIZE <= index.length
    if (indexed) timeMs = index.readUInt32BE(at) * HALF + index.readUInt32BE(at + 4)
    const stream: OutputStream = indexed && index.readUInt8(at + 8) === 1 ? 1 : 0
    return { timeMs, stream, text: text.endsWith("\r") ? text.slice(0, -1) : text }
  })
}
