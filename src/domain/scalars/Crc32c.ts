const POLYNOMIAL = 0x82f63b78

/** Eight tables of 256: table k holds the checksum of a byte with k zero bytes behind it, so eight bytes are taken in one turn. */
const makeTables = (): Int32Array => {
  const tables = new Int32Array(8 * 256)
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
    tables[byte] = crc
  }
  for (let i = 256; i < tables.length; i++) {
    const before = tables[i - 256] ?? 0
    tables[i] = (before >>> 8) ^ (tables[before & 0xff] ?? 0)
  }
  return tables
}

let cached: Int32Array | undefined

/** The Castagnoli CRC-32 (RFC 3720, appendix B.4) of `bytes[start, end)`, as an unsigned 32-bit number. */
export const crc32c = (bytes: Uint8Array, start = 0, end = bytes.length): number => {
  const t = (cached ??= makeTables())
  const at = (index: number): number => bytes[index] ?? 0
  let crc = -1
  let i = start
  for (; i + 8 <= end; i += 8) {
    const low = crc ^ (at(i) | (at(i + 1) << 8) | (at(i + 2) << 16) | (at(i + 3) << 24))
    crc =
      (t[1792 + (low & 0xff)] ?? 0) ^
      (t[1536 + ((low >>> 8) & 0xff)] ?? 0) ^
      (t[1280 + ((low >>> 16) & 0xff)] ?? 0) ^
      (t[1024 + (low >>> 24)] ?? 0) ^
      (t[768 + at(i + 4)] ?? 0) ^
      (t[512 + at(i + 5)] ?? 0) ^
      (t[256 + at(i + 6)] ?? 0) ^
      (t[at(i + 7)] ?? 0)
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ (t[(crc ^ at(i)) & 0xff] ?? 0)
  return ~crc >>> 0
}

/** The checksum as TFRecord stores it: rotated right by 15 bits plus a constant, so that a checksum of checksums stays strong. */
export const maskedCrc32c = (bytes: Uint8Array, start = 0, end = bytes.length): number => {
  const crc = crc32c(bytes, start, end)
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
