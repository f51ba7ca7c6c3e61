/** CRC-32 as zip files have it (ISO 3309, reflected polynomial 0xEDB88320). */
const table = (): Uint32Array => {
  const values = new Uint32Array(256)
  for (let at = 0; at < 256; at++) {
    let value = at
    for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
    values[at] = value
  }
  return values
}

let known: Uint32Array | undefined

/** The checksum of all bytes so far and these; it starts at 0. Unsigned. */
export const crc32 = (before: number, bytes: Uint8Array): number => {
  const values = (known ??= table())
  let value = ~before
  for (const byte of bytes) value = (value >>> 8) ^ (values[(value ^ byte) & 0xff] ?? 0)
  return ~value >>> 0
}
