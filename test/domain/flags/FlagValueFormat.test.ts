import { describe, expect, it } from "vitest"
import { formatFlagAssigns, formatFlagValue } from "../../../src/domain/flags/FlagValueFormat.ts"
import { float } from "../../../src/domain/Value.ts"

describe("formatting flags", () => {
  it("gives assignments by name, with quotes where there are spaces", () => {
    expect(
      formatFlagAssigns({
        s1: "",
        s2: "a",
        s3: "a b",
        s4: "a b 'c d e'",
        s5: "12e321",
        i: 101,
        f1: float(1.1),
        f4: float(1234),
        f5: float(-1.234e-3),
        f6: float(1 / 6)
      })
    ).toEqual([
      "f1=1.1",
      "f4=1234.0",
      "f5=-0.001234",
      "f6=0.16666666666666666",
      "i=101",
      "s1=''",
      "s2=a",
      "s3='a b'",
      "s4=\"a b 'c d e'\"",
      "s5='12e321'"
    ])
  })

  it("writes the assignments that a run command takes back", () => {
    expect(
      formatFlagAssigns({
        b1: true,
        b2: false,
        d: { a: float(1.123), b: "c d", e: true },
        e: "",
        f5: float(0.000012345),
        l: [1, 2, "a", "b c 'd e'"],
        n: null,
        s3: "'1'",
        s4: "-1.123e4",
        s5: "123456e2"
      })
    ).toEqual([
      "b1=yes",
      "b2=no",
      "d={a: 1.123, b: c d, e: yes}",
      "e=''",
      "f5=1.2345e-05",
      "l=[1, 2, a, b c 'd e']",
      "n=null",
      "s3='''1'''",
      "s4='-1.123e4'",
      "s5='123456e2'"
    ])
  })

  it.each([
    [1 / 6, "0.16666"],
    [1.1, "1.1"],
    [1.12345, "1.12345"],
    [1.123456, "1.12345"],
    [1.123455, "1.12345"],
    [0.999999, "0.99999"],
    [12345.123456, "12345.12345"],
    [0.0000012345, "1.2345e-06"],
    [1.0000012345, "1.00000"]
  ])("cuts %d to five decimals and never rounds", (value, text) => {
    expect(formatFlagValue(float(value), { truncateFloats: true })).toBe(text)
  })

  it("cuts to as many decimals as asked", () => {
    expect(formatFlagValue(float(1.23456), { truncateFloats: 2 })).toBe("1.23")
  })

  it("shortens what the caller knows to be a path", () => {
    const path = "/home/someone/projects/data/train.csv"
    expect(formatFlagValue(path, { shortenPaths: () => true })).toBe("/home/…/train.csv")
    expect(formatFlagValue(path)).toBe(path)
  })
})
