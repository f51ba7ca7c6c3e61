import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { parseFlagAssigns, parseRunWords } from "../../../src/domain/flags/FlagAssign.ts"
import { float } from "../../../src/domain/Value.ts"

const flags = (...words: ReadonlyArray<string>) => Either.getOrThrow(parseFlagAssigns(words)).flags

describe("flag assignments", () => {
  it("are decoded one by one", () => {
    expect(flags()).toEqual({})
    expect(flags("a=1", "b=.1", "c=1.", "d=1.e1", "e=1.2e2")).toEqual({
      a: 1,
      b: float(0.1),
      c: float(1),
      d: float(10),
      e: float(120)
    })
    expect(flags("a=1e1", "b=12e2", "d=123456e7")).toEqual({ a: "1e1", b: "12e2", d: "123456e7" })
    expect(flags("lr=1e-06", "run=1234567e1")).toEqual({ lr: float(1e-6), run: float(12345670) })
    expect(flags("a='1'", 'b="2"', "c='1e3'")).toEqual({ a: "1", b: "2", c: "1e3" })
    expect(flags("a=True", "b=true", "c=no")).toEqual({ a: true, b: true, c: false })
    expect(flags("a=[1,2,3,a,b,1.,1.2]")).toEqual({ a: [1, 2, 3, "a", "b", float(1), float(1.2)] })
    expect(flags("a=['A','B']", "d-e=", "f={'a':456,'b':'C'}", "g=null")).toEqual({
      a: ["A", "B"],
      "d-e": "",
      f: { a: 456, b: "C" },
      g: null
    })
  })

  it("end their name at the first equals sign, and the last of equal names wins", () => {
    expect(flags("url=http://x?a=b", "x=1", "x=2")).toEqual({ url: "http://x?a=b", x: 2 })
  })

  it("make names such as __proto__ ordinary flags", () => {
    const given = flags("__proto__={a: 1}")
    expect(Object.keys(given)).toEqual(["__proto__"])
    expect(Object.getPrototypeOf(given)).toBe(Object.prototype)
  })

  it("need a name and an equals sign", () => {
    for (const word of ["a", "=a", ""])
      expect(Either.getOrThrow(Either.flip(parseFlagAssigns([word]))).message).toBe(
        `invalid argument '${word}' - expected NAME=VAL`
      )
  })
})

describe("the words of a run command", () => {
  it("are batch files and assignments in any order", () => {
    expect(Either.getOrThrow(parseRunWords(["foo=x", "@file-1", "bar=123", "@file-2"]))).toEqual({
      flags: { foo: "x", bar: 123 },
      spellings: { foo: "x", bar: 123 },
      batchFiles: ["file-1", "file-2"],
      warnings: []
    })
  })

  it("say how a value is spelled that reads as another", () =>
    expect(Either.getOrThrow(parseRunWords(["run=0123"]))).toMatchObject({
      flags: { run: 0o123 },
      spellings: { run: "0123" }
    }))

  it("are refused where a batch file has no name", () =>
    expect(Either.getOrThrow(Either.flip(parseRunWords(["x=1", "@"]))).message).toContain("invalid argument '@'"))

  it("carry the warnings of their values", () => {
    expect(Either.getOrThrow(parseRunWords(["x=range[]"])).warnings).toEqual([
      "error decoding 'range[]': function requires at least 1 arg(s)"
    ])
  })
})
