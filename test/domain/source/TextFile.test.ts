import { describe, expect, it } from "vitest"
import { looksLikeText, textByName } from "../../../src/domain/source/TextFile.ts"

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe("text file", () => {
  it.each([
    ["a.txt", true],
    ["dir/a.PY", true],
    ["logo.png", false],
    ["model.pkl", false],
    ["Makefile", undefined],
    [".txt", undefined],
    ["..png", undefined],
    ["a.unknown", undefined],
    ["a.png/b", undefined]
  ])("knows %j by its name: %j", (path, expected) => {
    expect(textByName(path)).toBe(expected)
  })

  it("takes what people write for text", () => {
    expect(looksLikeText(bytes(""))).toBe(true)
    expect(looksLikeText(bytes("print('hello')\r\n\tx\f\n"))).toBe(true)
    expect(looksLikeText(bytes("\u001b[31mred\u001b[0m"))).toBe(true)
    expect(looksLikeText(bytes("日本語だけの文章です。".repeat(20)))).toBe(true)
    expect(looksLikeText(Uint8Array.from([0xff, 0xfe, 0x68, 0, 0x69, 0]))).toBe(true)
    expect(looksLikeText(Uint8Array.from(Buffer.from("caf\xe9 cr\xe8me", "latin1")))).toBe(true)
  })

  it("takes a character that the sample cuts in two for text", () => {
    expect(looksLikeText(bytes("é日".repeat(400)).subarray(0, 1024))).toBe(true)
  })

  it("takes everything else for binary", () => {
    expect(looksLikeText(new Uint8Array(10).fill(1))).toBe(false)
    expect(looksLikeText(bytes("text with a \0 in it"))).toBe(false)
    expect(looksLikeText(Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d]))).toBe(false)
    expect(looksLikeText(Uint8Array.from([0x61, 0x62, 0xff, 0x63]))).toBe(false)
    expect(looksLikeText(Uint8Array.from([0xff, 0xfe, 0, 0, 1, 2]))).toBe(false)
  })
})
