import { closeSync, constants, ftruncateSync, openSync, readSync, writeSync } from "node:fs"
import type { OutputStream } from "../../services/Processes.ts"
import { ENTRY_SIZE, indexEntries } from "./OutputIndex.ts"

/** The start of a line whose newline has not come yet. */
interface Unfinished {
  readonly stream: OutputStream
  readonly length: number
  /** When its last piece came. */
  readonly timeMs: number
}

const NEWLINE = 10
const NEWLINES = Buffer.from("\n")
const NOTHING = new Uint8Array(0)

/** How much may be moved to let a line of one stream before an unfinished one of the other. */
const MOVE_LIMIT = 1024 * 1024

const count = (bytes: Uint8Array): number => {
  let found = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) found += 1
  return found
}

/** New or empty; a link that a foreign run directory has in the place of its output is not followed. */
const OPEN_FLAGS = constants.O_RDWR | constants.O_CREAT | constants.O_TRUNC | constants.O_NOFOLLOW

/** Opens one after the other; a failure leaves none open. */
const openBoth = (first: string, second: string): readonly [number, number] => {
  const fd = openSync(first, OPEN_FLAGS, 0o644)
  try {
    return [fd, openSync(second, OPEN_FLAGS, 0o644)]
  } catch (cause) {
    closeSync(fd)
    throw cause
  }
}

/**
 * `.guild/output` with its index while a run writes them. Everything that comes is on the disk when `write` returns, in as much memory
 * as the piece itself takes.
 *
 * Lines of one stream stand whole, in the order in which they are finished. Since a line must be on the disk before it is finished
 * (a progress bar may take hours to its newline), an unfinished one stands at the end of the file and makes way when the other stream
 * finishes a line. Two unfinished ones stand there with a newline between, which goes again when they are finished. Only where more
 * than a mebibyte would have to be moved, the first of them is ended with a newline of guild's.
 */
export class OutputFile {
  private readonly output: number
  private readonly index: number
  private size = 0
  private lines = 0
  private tail: ReadonlyArray<Unfinished> = []

  /** Opens both files, empty: the index first, so that no output is ever there without one. Throws what the system says. */
  constructor(outputPath: string, indexPath: string) {
    ;[this.index, this.output] = openBoth(indexPath, outputPath)
  }

  /** Throws what the system says; the output is then as it was before. */
  write(chunk: Uint8Array, stream: OutputStream, timeMs: number): void {
    while (this.inTheWay(stream) && this.tailSize() + chunk.length > MOVE_LIMIT) this.endFirst()
    const goesOn = this.tail.at(-1)?.stream === stream && !chunk.includes(NEWLINE)
    if (goesOn || !this.inTheWay(stream)) this.append(chunk, stream, timeMs)
    else this.insert(chunk, stream, timeMs)
  }

  /** Unfinished lines are lines now. */
  close(): void {
    try {
      for (const { stream, timeMs } of this.tail) this.addToIndex(1, stream, timeMs)
    } finally {
      closeSync(this.output)
      closeSync(this.index)
    }
  }

  private inTheWay(stream: OutputStream): boolean {
    return this.tail.some((each) => each.stream !== stream)
  }

  /** The unfinished lines with the newline between them, in bytes. */
  private tailSize(): number {
    return this.tail.reduce((sum, { length }) => sum + length, Math.max(0, this.tail.length - 1))
  }

  /** At the end of the file, where nothing of the other stream is in the way. */
  private append(chunk: Uint8Array, stream: OutputStream, timeMs: number): void {
    this.put(chunk, this.size, NOTHING)
    const rest = chunk.length - chunk.lastIndexOf(NEWLINE) - 1
    const before = rest === chunk.length ? this.tail.find((each) => each.stream === stream) : undefined
    this.setOwn({ stream, length: (before?.length ?? 0) + rest, timeMs })
    if (rest < chunk.length) this.addToIndex(count(chunk), stream, timeMs)
  }

  /** Where the other stream's unfinished line is in the way: what this piece finishes goes before it, what it begins behind it. */
  private insert(chunk: Uint8Array, stream: OutputStream, timeMs: number): void {
    const start = this.size - this.tailSize()
    const old = this.read(start)
    const texts = this.tail.map((each, at) => {
      const from = at === 0 ? 0 : (this.tail[0]?.length ?? 0) + 1
      return { stream: each.stream, text: old.subarray(from, from + each.length) }
    })
    const own = Buffer.concat([...texts.filter((each) => each.stream === stream).map(({ text }) => text), chunk])
    const others = texts.filter((each) => each.stream !== stream).map(({ text }) => text)
    const finished = own.subarray(0, own.lastIndexOf(NEWLINE) + 1)
    const rest = own.subarray(finished.length)
    this.put(Buffer.concat([finished, ...others, ...(rest.length === 0 ? [] : [NEWLINES, rest])]), start, old)
    this.setOwn({ stream, length: rest.length, timeMs })
    this.addToIndex(count(finished), stream, timeMs)
  }

  /** The stream's unfinished line stands last, or is none when it has no bytes. */
  private setOwn(own: Unfinished): void {
    const others = this.tail.filter((each) => each.stream !== own.stream)
    this.tail = own.length === 0 ? others : [...others, own]
  }

  /** The first unfinished line is ended where it stands. */
  private endFirst(): void {
    const [first, ...others] = this.tail
    if (first === undefined) return
    if (others.length === 0) this.put(NEWLINES, this.size, NOTHING)
    this.tail = others
    this.addToIndex(1, first.stream, first.timeMs)
  }

  /** From a place to the end of the file. */
  private read(start: number): Buffer {
    const bytes = Buffer.alloc(this.size - start)
    return bytes.subarray(0, readSync(this.output, bytes, 0, bytes.length, start))
  }

  /** Writes from a place to the end of the file; on failure puts back what was there. */
  private put(bytes: Uint8Array, start: number, old: Uint8Array): void {
    try {
      writeAll(this.output, bytes, start)
    } catch (cause) {
      putBack(this.output, old, start)
      throw cause
    }
    this.size = start + bytes.length
  }

  /** An entry that cannot be written leaves a gap of zeros, not a shift of all that follow. */
  private addToIndex(entries: number, stream: OutputStream, timeMs: number): void {
    if (entries === 0) return
    const at = this.lines * ENTRY_SIZE
    this.lines += entries
    writeAll(this.index, indexEntries(entries, stream, timeMs), at)
  }
}

const writeAll = (fd: number, bytes: Uint8Array, position: number): void => {
  for (let done = 0; done < bytes.length;) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done)
  }
}

const putBack = (fd: number, old: Uint8Array, start: number): void => {
  try {
    writeAll(fd, old, start)
    ftruncateSync(fd, start + old.length)
  } catch {
    // The file is no regular one, or the disk is gone: the first failure is the one to tell.
    return
  }
}
