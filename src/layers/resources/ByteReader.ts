import { writeSync } from "node:fs"
import { damaged } from "./ResourceProblem.ts"

/** Reads a stream of bytes piece by piece, without holding more of it than a piece and a chunk. */
export class ByteReader {
  private readonly chunks: AsyncIterator<Uint8Array>
  private rest: Uint8Array = new Uint8Array()

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.chunks = stream[Symbol.asyncIterator]()
  }

  private async fill(): Promise<boolean> {
    while (this.rest.length === 0) {
      const next = await this.chunks.next()
      if (next.done === true) return false
      this.rest = next.value
    }
    return true
  }

  /** At most `limit` bytes that are at hand; none at the end. */
  private async some(limit: number): Promise<Uint8Array> {
    if (!(await this.fill())) return new Uint8Array()
    const piece = this.rest.subarray(0, limit)
    this.rest = this.rest.subarray(piece.length)
    return piece
  }

  /** Passes on the next `count` bytes. Fails where the stream ends before. */
  async each(count: number, take: (piece: Uint8Array) => void): Promise<void> {
    for (let left = count; left > 0;) {
      const piece = await this.some(left)
      if (piece.length === 0) throw damaged("it ends too early")
      take(piece)
      left -= piece.length
    }
  }

  /** The next `count` bytes, or fewer only where the stream ends at once. */
  async read(count: number): Promise<Buffer> {
    if (count > 0 && !(await this.fill())) return Buffer.alloc(0)
    const pieces: Array<Uint8Array> = []
    await this.each(count, (piece) => pieces.push(piece))
    return Buffer.concat(pieces)
  }

  async skip(count: number): Promise<void> {
    await this.each(count, () => undefined)
  }

  /** Writes the next `count` bytes to a file, at an offset or else behind what was written before. */
  async writeTo(fd: number, count: number, offset?: number): Promise<void> {
    let next = offset
    await this.each(count, (piece) => {
      for (let at = 0; at < piece.length;) {
        const written = writeSync(fd, piece, at, piece.length - at, next ?? null)
        at += written
        if (next !== undefined) next += written
      }
    })
  }

  /** Goes on to the end. */
  async drain(): Promise<void> {
    while ((await this.some(Number.MAX_SAFE_INTEGER)).length > 0);
  }

  /** Lets go of what is behind the stream. */
  async close(): Promise<void> {
    await this.chunks.return?.()
  }
}
