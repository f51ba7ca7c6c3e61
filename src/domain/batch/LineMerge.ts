import { concatBytes } from "../Bytes.ts"

/** Takes whole lines, each with its newline; several at once where they came at once. */
export type LineSink = (lines: Uint8Array, stream: 0 | 1, timeMs: number) => void

const NEWLINE = 10
const RETURN = 13

/** A line longer than this is broken, so that a trial that never ends one does not fill the memory. */
const LONGEST = 64 * 1024

/** What stands on the line in the end: a progress bar goes back to the line's start and writes over what was there. */
const lastWritten = (line: Uint8Array): Uint8Array => {
  const end = line.length - (line.at(-2) === RETURN ? 2 : 1)
  const from = line.lastIndexOf(RETURN, end - 1)
  return from < 0 || from >= end ? line : line.subarray(from + 1)
}

/**
 * Makes whole lines of the pieces of one trial's two streams, so that trials that print at the same time never share a line.
 * With a prefix, each line has it, and of a line that was written over the last state is left.
 */
export class LineMerge {
  private readonly begun: [Array<Uint8Array>, Array<Uint8Array>] = [[], []]
  private readonly prefix: Uint8Array | undefined
  private readonly sink: LineSink

  constructor(prefix: string | undefined, sink: LineSink) {
    this.prefix = prefix === undefined ? undefined : new TextEncoder().encode(prefix)
    this.sink = sink
  }

  push(chunk: Uint8Array, stream: 0 | 1, timeMs: number): void {
    const end = chunk.lastIndexOf(NEWLINE) + 1
    if (end > 0) {
      const lines = concatBytes([...this.begun[stream], chunk.subarray(0, end)])
      this.begun[stream] = []
      this.emit(lines, stream, timeMs)
    }
    // What comes in is reused by whoever reads it.
    if (end < chunk.length) this.begun[stream].push(chunk.slice(end))
    if (this.begun[stream].reduce((size, piece) => size + piece.length, 0) > LONGEST) this.endLine(stream, timeMs)
  }

  /** Lines that nobody has ended are lines now. */
  end(timeMs: number): void {
    this.endLine(0, timeMs)
    this.endLine(1, timeMs)
  }

  private endLine(stream: 0 | 1, timeMs: number): void {
    if (this.begun[stream].length === 0) return
    const line = concatBytes([...this.begun[stream], Uint8Array.of(NEWLINE)])
    this.begun[stream] = []
    this.emit(line, stream, timeMs)
  }

  private emit(lines: Uint8Array, stream: 0 | 1, timeMs: number): void {
    const { prefix } = this
    if (prefix === undefined) return this.sink(lines, stream, timeMs)
    const pieces: Array<Uint8Array> = []
    for (let at = 0; at < lines.length;) {
      const next = lines.indexOf(NEWLINE, at) + 1
      pieces.push(prefix, lastWritten(lines.subarray(at, next)))
      at = next
    }
    this.sink(concatBytes(pieces), stream, timeMs)
  }
}
