import { FOOTER_SIZE, frameInPlace, HEADER_SIZE } from "../../domain/scalars/TfRecord.ts"

/** More different tags than this, and longer ones, are encoded anew each time. */
const MAX_TAGS = 4096
const MAX_KEPT_TAG_LENGTH = 1024

/** The largest number of bytes around a tag in one record: frame, wall time, step and the lengths of three messages. */
const MAX_AROUND_TAG = HEADER_SIZE + FOOTER_SIZE + 64

const varintSize = (value: number): number => {
  let size = 1
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) size += 1
  return size
}

/** An int64 that is negative takes all ten bytes. */
const int64Size = (value: number): number => (value < 0 ? 10 : varintSize(value))

/**
 * Collects framed scalar events, each `Event { wall_time, step, summary { value { tag, simple_value } } }`, until they are
 * taken. Protobuf leaves a step of zero out.
 */
export class EventBuffer {
  private bytes: Uint8Array
  private view: DataView
  private at = 0
  private readonly encoder = new TextEncoder()
  private readonly tags = new Map<string, Uint8Array>()

  constructor(capacity: number) {
    this.bytes = new Uint8Array(capacity)
    this.view = new DataView(this.bytes.buffer)
  }

  get size(): number {
    return this.at
  }

  /** All that was collected since it was last taken; valid until the next event. */
  take(): Uint8Array {
    const taken = this.bytes.subarray(0, this.at)
    this.at = 0
    return taken
  }

  /** The record that a file begins with. */
  fileVersion(wallTime: number): void {
    const version = this.encoder.encode("brain.Event:2")
    this.record(11 + version.length, (start) => {
      const at = this.wallTime(start, wallTime)
      this.lengthDelimited(at, 3, version)
    })
  }

  /** One point; `value` is stored as float32, `step` as int64. */
  scalar(tag: string, value: number, step: number, wallTime: number): void {
    const name = this.tagBytes(tag)
    const valueSize = 1 + varintSize(name.length) + name.length + 5
    const summarySize = 1 + varintSize(valueSize) + valueSize
    const stepSize = step === 0 ? 0 : 1 + int64Size(step)
    const eventSize = 9 + stepSize + 1 + varintSize(summarySize) + summarySize
    this.reserve(MAX_AROUND_TAG + name.length)
    let at = this.wallTime(this.at + HEADER_SIZE, wallTime)
    if (step !== 0) at = this.int64(this.key(at, 2, 0), step)
    at = this.varint(this.key(at, 5, 2), summarySize)
    at = this.varint(this.key(at, 1, 2), valueSize)
    at = this.lengthDelimited(at, 1, name)
    this.view.setFloat32(this.key(at, 2, 5), value, true)
    this.at = frameInPlace(this.bytes, this.at, eventSize)
  }

  private record(size: number, write: (start: number) => void): void {
    this.reserve(HEADER_SIZE + size + FOOTER_SIZE)
    write(this.at + HEADER_SIZE)
    this.at = frameInPlace(this.bytes, this.at, size)
  }

  private reserve(size: number): void {
    if (this.at + size <= this.bytes.length) return
    const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.at + size))
    larger.set(this.bytes.subarray(0, this.at))
    this.bytes = larger
    this.view = new DataView(larger.buffer)
  }

  private tagBytes(tag: string): Uint8Array {
    const known = this.tags.get(tag)
    if (known !== undefined) return known
    const bytes = this.encoder.encode(tag)
    if (bytes.length > MAX_KEPT_TAG_LENGTH) return bytes
    if (this.tags.size >= MAX_TAGS) this.tags.clear()
    this.tags.set(tag, bytes)
    return bytes
  }

  private key(at: number, field: number, wireType: number): number {
    this.bytes[at] = (field << 3) | wireType
    return at + 1
  }

  private wallTime(at: number, seconds: number): number {
    this.view.setFloat64(this.key(at, 1, 1), seconds, true)
    return at + 9
  }

  private varint(at: number, value: number): number {
    let rest = value
    let next = at
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.bytes[next++] = (rest % 128) | 0x80
    this.bytes[next] = rest
    return next + 1
  }

  private int64(at: number, value: number): number {
    if (value >= 0) return this.varint(at, value)
    let rest = BigInt.asUintN(64, BigInt(value))
    let next = at
    for (; rest >= 128n; rest >>= 7n) this.bytes[next++] = Number(rest & 127n) | 0x80
    this.bytes[next] = Number(rest)
    return next + 1
  }

  private lengthDelimited(at: number, field: number, bytes: Uint8Array): number {
    const from = this.varint(this.key(at, field, 2), bytes.length)
    this.bytes.set(bytes, from)
    return from + bytes.length
  }
}
