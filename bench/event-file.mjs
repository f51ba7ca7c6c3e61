// The bytes of a TensorBoard event file: length-delimited records with masked CRC32C, each a protobuf Event.

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let crc = n
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1
  return crc >>> 0
})

const maskedCrc = (bytes, from, to) => {
  let crc = 0xffffffff
  for (let i = from; i < to; i++) crc = TABLE[(crc ^ bytes[i]) & 255] ^ (crc >>> 8)
  crc = ~crc >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}

/** Writes a record around `size` bytes that stand at `at + 12` already; gives where the next one begins. */
const seal = (buffer, at, size) => {
  buffer.writeUInt32LE(size, at)
  buffer.writeUInt32LE(0, at + 4)
  buffer.writeUInt32LE(maskedCrc(buffer, at, at + 8), at + 8)
  buffer.writeUInt32LE(maskedCrc(buffer, at + 12, at + 12 + size), at + 12 + size)
  return at + 16 + size
}

const varint = (buffer, at, value) => {
  let rest = value
  let to = at
  while (rest >= 128) {
    buffer[to++] = (rest % 128) | 128
    rest = Math.floor(rest / 128)
  }
  buffer[to++] = rest
  return to
}

/** Writes the Event of one point: wall_time, step, and a summary with one simple_value. */
const event = (buffer, at, { step, tag, value, wallTime }) => {
  const size = Buffer.byteLength(tag)
  let to = at
  buffer[to++] = 0x09
  to = buffer.writeDoubleLE(wallTime, to)
  buffer[to++] = 0x10
  to = varint(buffer, to, step)
  buffer[to++] = 0x2a
  buffer[to++] = size + 9
  buffer[to++] = 0x0a
  buffer[to++] = size + 7
  buffer[to++] = 0x0a
  buffer[to++] = size
  to += buffer.write(tag, to)
  buffer[to++] = 0x15
  return buffer.writeFloatLE(value, to)
}

const VERSION = "brain.Event:2"

/** An event file of points `{tag, value, step, wallTime}`; tags are shorter than 100 bytes. */
export const eventFile = (points) => {
  const buffer = Buffer.alloc(64 + points.length * 192)
  let start = 12
  buffer[start++] = 0x09
  start = buffer.writeDoubleLE(points[0]?.wallTime ?? 0, start)
  buffer[start++] = 0x1a
  buffer[start++] = VERSION.length
  start += buffer.write(VERSION, start)
  let at = seal(buffer, 0, start - 12)
  for (const point of points) at = seal(buffer, at, event(buffer, at + 12, point) - at - 12)
  return buffer.subarray(0, at)
}
