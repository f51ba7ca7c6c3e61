import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { LineFeeder } from "../../src/domain/scalars/OutputScalarsLines.ts"

const feed = (bytes: Uint8Array, sizes: ReadonlyArray<number>) => {
  const lines: Array<string> = []
  const feeder = new LineFeeder((text) => lines.push(text))
  let at = 0
  for (const size of sizes) {
    feeder.push(bytes.subarray(at, at + size), 0)
    at += size
  }
  feeder.push(bytes.subarray(at), 0)
  feeder.end(0)
  return lines
}

const output = fc.string({ unit: fc.constantFrom("a", "é", "😀", "\n", "\r", "\r\n", ":", " ", "1"), maxLength: 60 })

describe("lines of a stream", () => {
  it("are the same however the bytes come in pieces", () => {
    fc.assert(
      fc.property(output, fc.array(fc.nat(9)), (text, sizes) => {
        const bytes = new TextEncoder().encode(text)
        expect(feed(bytes, sizes)).toEqual(feed(bytes, []))
      })
    )
  })

  it("are the text between newlines", () => {
    fc.assert(
      fc.property(output, (text) => {
        const lines = text.split("\n")
        if (lines.at(-1) === "") lines.pop()
        expect(feed(new TextEncoder().encode(text), [])).toEqual(lines.map((line) => line.replace(/\r$/, "")))
      })
    )
  })
})
