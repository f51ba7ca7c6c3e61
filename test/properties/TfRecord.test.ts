import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { frameRecord, TfRecordReader } from "../../src/domain/scalars/TfRecord.ts"

const read = (pieces: ReadonlyArray<Uint8Array>) => {
  const records: Array<Uint8Array> = []
  const problems: Array<string> = []
  const reader = new TfRecordReader({
    record: (bytes, start, end) => records.push(bytes.slice(start, end)),
    problem: (offset, reason) => problems.push(`${reason} at ${offset}`)
  })
  for (const piece of pieces) reader.push(piece)
  reader.finish()
  return { records, problems }
}

const concat = (parts: ReadonlyArray<Uint8Array>): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => Array.from(part)))

const cut = (bytes: Uint8Array, sizes: ReadonlyArray<number>): ReadonlyArray<Uint8Array> => {
  const pieces: Array<Uint8Array> = []
  let at = 0
  for (const size of sizes) {
    pieces.push(bytes.slice(at, at + size))
    at += size
  }
  return [...pieces, bytes.slice(at)]
}

const payloads = fc.array(fc.uint8Array({ maxLength: 40 }), { minLength: 1, maxLength: 6 })

describe("records", () => {
  it("are read back as they were framed, however the file comes in pieces", () => {
    fc.assert(
      fc.property(payloads, fc.array(fc.nat(30)), (written, sizes) => {
        expect(read(cut(concat(written.map(frameRecord)), sizes))).toEqual({ records: written, problems: [] })
      })
    )
  })

  it("before a cut are all there, and the cut one is one problem", () => {
    fc.assert(
      fc.property(payloads, fc.nat(), (written, at) => {
        const framed = written.map(frameRecord)
        const whole = concat(framed)
        const size = at % whole.length
        let kept = 0
        let border = 0
        while (border + (framed[kept]?.length ?? Infinity) <= size) border += framed[kept++]?.length ?? 0
        expect(read([whole.slice(0, size)])).toEqual({
          records: written.slice(0, kept),
          problems: border === size ? [] : [`truncated at ${border}`]
        })
      })
    )
  })

  it("around a damaged byte are all there, and the damaged one is one problem", () => {
    fc.assert(
      fc.property(
        payloads,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        fc.array(fc.nat(30)),
        (written, at, flip, sizes) => {
          const framed = written.map(frameRecord)
          const whole = concat(framed)
          const damaged = at % whole.length
          whole[damaged] = (whole[damaged] ?? 0) ^ flip
          let index = 0
          let offset = 0
          while (offset + (framed[index]?.length ?? 0) <= damaged) offset += framed[index++]?.length ?? 0
          expect(read(cut(whole, sizes))).toEqual({
            records: written.filter((_, i) => i !== index),
            problems: [`bad-crc at ${offset}`]
          })
        }
      )
    )
  })
})
