import { maskedCrc32c } from "./Crc32c.ts"

/**
 * TFRecord framing: uint64 little-endian length, masked CRC32C of those eight bytes, the payload, masked CRC32C of the payload.
 */
export const HEADER_SIZE = 12
export const FOOTER_SIZE = 4

/** A longer payload is passed over unread: an image or a graph may be that large, an event of scalars is not. */
export const MAX_PAYLOAD_SIZE = 16 * 1024 * 1024

/** Puts the frame around a payload that already stands in `bytes`, `HEADER_SIZE` behind `start`. Returns the record's end. */
export const frameInPlace = (bytes: Uint8Array, start: number, payloadSize: number): number => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const payload = start + HEADER_SIZE
  view.setUint32(start, payloadSize >>> 0, true)
  view.setUint32(start + 4, Math.floor(payloadSize / 2 ** 32), true)
  view.setUint32(start + 8, maskedCrc32c(bytes, start, start + 8), true)
  view.setUint32(payload + payloadSize, maskedCrc32c(bytes, payload, payload + payloadSize), true)
  return payload + payloadSize + FOOTER_SIZE
}

/** One record around a copy of `payload`. */
export const frameRecord = (payload: Uint8Array): Uint8Array => {
  const bytes = new Uint8Array(HEADER_SIZE + payload.length + FOOTER_SIZE)
  bytes.set(payload, HEADER_SIZE)
  frameInPlace(bytes, 0, payload.length)
  return bytes
}

export interface TfRecordSink {
  /** A whole record with the right checksums: its payload is `bytes[start, end)`, valid only during the call. */
  readonly record: (bytes: Uint8Array, start: number, end: number, offset: number) => void
  /** A record that is none, by the file offset of its first byte. */
  readonly problem: (offset: number, reason: "truncated" | "bad-crc") => void
}

/**
 * Takes the bytes of a TFRecord file in pieces of any size and hands each record to a sink. Keeps no more than one record and
 * one piece. A payload with a wrong checksum is one problem and the next record follows; where a length has a wrong checksum
 * the next record is looked for byte by byte, and what lies between is one problem; a record without its end is one problem.
 */
export class TfRecordReader {
  private readonly sink: TfRecordSink
  private buffer = new Uint8Array(0)
  private view = new DataView(this.buffer.buffer)
  /** What is not yet read: `buffer[start, end)`, and the file offset of `start`. */
  private start = 0
  private end = 0
  private offset = 0
  /** Bytes of an overlong record that are still to be passed over. */
  private passOver = 0
  /** Offset of the overlong record that is being passed over. */
  private passedFrom = 0
  private lost = false

  constructor(sink: TfRecordSink) {
    this.sink = sink
  }

  push(chunk: Uint8Array): void {
    const passed = Math.min(this.passOver, chunk.length)
    this.passOver -= passed
    this.offset += passed
    this.append(passed === 0 ? chunk : chunk.subarray(passed))
    while (this.next()) continue
  }

  /** The file is over; what is left of a record is a problem. */
  finish(): void {
    // What looked like a record and does not end may hide one that does.
    while (this.lost && this.start < this.end) {
      this.consume(1)
      while (this.next()) continue
    }
    if (this.passOver > 0) this.sink.problem(this.passedFrom, "truncated")
    else if (this.end > this.start) this.sink.problem(this.offset, "truncated")
    this.start = this.end
  }

  private append(chunk: Uint8Array): void {
    const rest = this.end - this.start
    const size = rest + chunk.length
    if (size > this.buffer.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.buffer.length))
      larger.set(this.buffer.subarray(this.start, this.end))
      this.buffer = larger
      this.view = new DataView(larger.buffer)
    } else this.buffer.copyWithin(0, this.start, this.end)
    this.buffer.set(chunk, rest)
    this.start = 0
    this.end = size
  }

  private consume(size: number): void {
    this.start += size
    this.offset += size
  }

  /** Reads one record or one byte of damage; `false` where more bytes are needed first. */
  private next(): boolean {
    const { buffer, start, view } = this
    const available = this.end - start
    if (available < HEADER_SIZE) return false
    if (maskedCrc32c(buffer, start, start + 8) !== view.getUint32(start + 8, true)) return this.lose()
    const payloadSize = view.getUint32(start, true) + view.getUint32(start + 4, true) * 2 ** 32
    const size = HEADER_SIZE + payloadSize + FOOTER_SIZE
    if (payloadSize > MAX_PAYLOAD_SIZE) return this.lost ? this.lose() : this.pass(size, available)
    if (available < size) return false
    const payload = start + HEADER_SIZE
    const payloadEnd = payload + payloadSize
    if (maskedCrc32c(buffer, payload, payloadEnd) === view.getUint32(payloadEnd, true)) {
      this.lost = false
      this.sink.record(buffer, payload, payloadEnd, this.offset)
    } else if (this.lost) return this.lose()
    else this.sink.problem(this.offset, "bad-crc")
    this.consume(size)
    return true
  }

  /** No record begins here; only one that is right from end to end is believed from now on. */
  private lose(): boolean {
    if (!this.lost) this.sink.problem(this.offset, "bad-crc")
    this.lost = true
    this.consume(1)
    return true
  }

  private pass(size: number, available: number): boolean {
    this.passedFrom = this.offset
    const passed = Math.min(size, available)
    this.passOver = size - passed
    this.consume(passed)
    return this.passOver === 0
  }
}
