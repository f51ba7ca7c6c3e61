import { describe, expect, it } from "vitest"
import { LineMerge } from "../../../src/domain/batch/LineMerge.ts"

const merged = (prefix: string | undefined, pieces: ReadonlyArray<readonly [text: string, stream: 0 | 1]>) => {
  const got: Array<readonly [text: string, stream: 0 | 1]> = []
  const merge = new LineMerge(prefix, (lines, stream) => void got.push([new TextDecoder().decode(lines), stream]))
  for (const [text, stream] of pieces) merge.push(new TextEncoder().encode(text), stream, 0)
  merge.end(0)
  return got
}

describe("merging the lines of a trial", () => {
  it("waits for the end of a line, whatever the other stream does", () =>
    expect(
      merged(undefined, [
        ["a", 0],
        ["X\n", 1],
        ["b\nc", 0]
      ])
    ).toEqual([
      ["X\n", 1],
      ["ab\n", 0],
      ["c\n", 0]
    ]))

  it("puts the prefix before each line, and leaves of a progress bar what stands there in the end", () =>
    expect(
      merged("[t] ", [
        ["10%\r50%\r", 0],
        ["100%\ndone\r\n\n", 0]
      ])
    ).toEqual([["[t] 100%\n[t] done\r\n[t] \n", 0]]))

  it("ends a line that has grown too long", () => {
    const got = merged(undefined, [
      ["x".repeat(70_000), 0],
      ["y\n", 0]
    ])
    expect(got.map(([text]) => text.length)).toEqual([70_001, 2])
  })

  it("keeps what it was given, though the buffer is used again", () => {
    const got: Array<string> = []
    const merge = new LineMerge(undefined, (lines) => void got.push(new TextDecoder().decode(lines)))
    const buffer = new TextEncoder().encode("ab")
    merge.push(buffer, 0, 0)
    buffer.fill(0)
    merge.push(new TextEncoder().encode("c\n"), 0, 0)
    expect(got).toEqual(["abc\n"])
  })
})
