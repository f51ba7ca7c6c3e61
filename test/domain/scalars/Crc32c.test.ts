import { describe, expect, it } from "vitest"
import { crc32c, maskedCrc32c } from "../../../src/domain/scalars/Crc32c.ts"

describe("CRC-32C", () => {
  it.each([
    ["32 zeros", new Uint8Array(32), 0x8a9136aa],
    ["32 ones", new Uint8Array(32).fill(0xff), 0x62a8ab43],
    ["0 to 31", Uint8Array.from({ length: 32 }, (_, i) => i), 0x46dd794e],
    ["31 to 0", Uint8Array.from({ length: 32 }, (_, i) => 31 - i), 0x113fdb5c],
    ["nothing", new Uint8Array(0), 0],
    ["123456789", new TextEncoder().encode("123456789"), 0xe3069283]
  ])("of %s is as RFC 3720 has it", (_, bytes, expected) => {
    expect(crc32c(bytes)).toBe(expected)
  })

  it("of a part of an array is that of the part alone, wherever it begins", () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 7) & 0xff)
    for (let start = 0; start < 20; start++) {
      for (let end = start; end < 64; end++) expect(crc32c(bytes, start, end)).toBe(crc32c(bytes.slice(start, end)))
    }
  })

  it("is masked as TensorFlow masks it", () => {
    expect(maskedCrc32c(Uint8Array.of(0x18, 0, 0, 0, 0, 0, 0, 0))).toBe(0x224b7fa3)
  })
})
