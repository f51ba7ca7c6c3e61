import { describe, expect, it } from "vitest"
import { LineFeeder, MAX_LINE_LENGTH } from "../../../src/domain/scalars/OutputScalarsLines.ts"

const feed = (...chunks: ReadonlyArray<string | Uint8Array>) => {
  const lines: Array<string> = []
  const feeder = new LineFeeder((text) => lines.push(text))
  for (const chunk of chunks) feeder.push(typeof chunk === "string" ? new TextEncoder().encode(chunk) : chunk, 0)
  feeder.end(0)
  return lines
}

describe("lines of a stream", () => {
  it("end with a newline, with or without a carriage return before it", () => {
    expect(feed("a\nb\r\n\nc\n")).toEqual(["a", "b", "", "c"])
  })

  it("may lack the last newline", () => {
    expect(feed("a\nb")).toEqual(["a", "b"])
  })

  it("may come in pieces that cut characters", () => {
    const bytes = new TextEncoder().encode("損失: 1\n")
    expect(feed(...Array.from(bytes, (byte) => Uint8Array.of(byte)))).toEqual(["損失: 1"])
  })

  it("are text even where the bytes are none", () => {
    expect(feed(Uint8Array.of(0xff, 0x61, 0x0a))).toEqual(["\ufffda"])
  })

  it("carry the time of the piece that ended them", () => {
    const times: Array<number> = []
    const feeder = new LineFeeder((_, wallTime) => times.push(wallTime))
    feeder.push(new TextEncoder().encode("a\nb"), 1)
    feeder.push(new TextEncoder().encode("c\nd"), 2)
    feeder.end(3)
    expect(times).toEqual([1, 2, 3])
  })

  it("are left out when they are too long, and the next ones are not", () => {
    const half = "x".repeat(MAX_LINE_LENGTH / 2)
    expect(feed(half, half, "\n")).toEqual([half + half])
    expect(feed("a\n", half, half, "y", half, "\nb\n")).toEqual(["a", "b"])
    expect(feed(`${half}${half}y\nb\n`)).toEqual(["b"])
  })

  it("that are drawn again until they are too long count by their last drawings", () => {
    const drawing = `${"#".repeat(1000)} loss: 0.5`
    const bar = Array.from({ length: 200 }, (_, i) => `\r${drawing}${i}`)
    expect(feed(...bar, "\r\nb\n").map((line) => line.split("\r").at(-1))).toEqual([`${drawing}199`, "b"])
    const long = "x".repeat(MAX_LINE_LENGTH + 1)
    expect(feed(long, "y\rloss: 1\n")).toEqual(["loss: 1"])
  })
})
