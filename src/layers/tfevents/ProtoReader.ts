/** Why bytes are no protobuf message; caught where an event is decoded. */
export class Undecodable extends Error {}

/** Wire types of protobuf, by their number in a field's key. */
export const VARINT = 0
export const FIXED64 = 1
export const LENGTH = 2
const START_GROUP = 3
const END_GROUP = 4
export const FIXED32 = 5

const MAX_GROUP_DEPTH = 32

/** A cursor over protobuf's wire format. Every read throws `Undecodable` where the bytes end too early. */
export class ProtoReader {
  private bytes: Uint8Array = new Uint8Array(0)
  private view: DataView = new DataView(new ArrayBuffer(0))
  pos = 0
  end = 0

  /** Goes to `bytes[start, end)`. */
  reset(bytes: Uint8Array, start: number, end: number): void {
    if (bytes !== this.bytes) {
      this.bytes = bytes
      this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    }
    this.pos = start
    this.end = end
  }

  private advance(size: number): number {
    const at = this.pos
    if (size > this.end - at) throw new Undecodable("message ends within a field")
    this.pos = at + size
    return at
  }

  private byte(): number {
    return this.bytes[this.advance(1)] ?? 0
  }

  /** A key, length or enum: an unsigned number of at most 32 bits. */
  uint32(): number {
    let value = 0
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = this.byte()
      // Negative enums take ten bytes; what does not fit is cut off, as protobuf demands.
      if (shift < 32) value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
    throw new Undecodable("number is too long")
  }

  /** A signed number of 64 bits; beyond 2^53 the nearest double. */
  int64(): number {
    const start = this.pos
    let value = 0
    for (let scale = 1; scale < 2 ** 49; scale *= 128) {
      const byte = this.byte()
      value += (byte & 0x7f) * scale
      if (byte < 0x80) return value
    }
    this.pos = start
    return Number(this.bigInt64())
  }

  private bigInt64(): bigint {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.byte()
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return BigInt.asIntN(64, value)
    }
    throw new Undecodable("number is too long")
  }

  float(): number {
    return this.view.getFloat32(this.advance(4), true)
  }

  double(): number {
    return this.view.getFloat64(this.advance(8), true)
  }

  /** A whole number of 1, 2, 4 or 8 bytes, little-endian; beyond 2^53 the nearest double. */
  fixedInt(size: number, signed: boolean): number {
    const at = this.advance(size)
    let value = 0n
    for (let i = size - 1; i >= 0; i--) value = (value << 8n) | BigInt(this.bytes[at + i] ?? 0)
    return Number(signed ? BigInt.asIntN(8 * size, value) : value)
  }

  /** The start of a field that says its own length; the cursor goes behind it. */
  lengthDelimited(): number {
    const size = this.uint32()
    return this.advance(size)
  }

  /** Passes over a field that is of no interest. */
  skip(wireType: number, depth = 0): void {
    if (wireType === VARINT) while (this.byte() >= 0x80) continue
    else if (wireType === FIXED64) this.advance(8)
    else if (wireType === LENGTH) this.lengthDelimited()
    else if (wireType === FIXED32) this.advance(4)
    else if (wireType === START_GROUP && depth < MAX_GROUP_DEPTH) {
      for (let type = this.uint32() & 7; type !== END_GROUP; type = this.uint32() & 7) this.skip(type, depth + 1)
    } else throw new Undecodable(`wire type ${wireType} has no place here`)
  }
}
