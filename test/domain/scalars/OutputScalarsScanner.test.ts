import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { compileOutputScalars } from "../../../src/domain/scalars/OutputScalars.ts"
import { ScalarScanner, shownTexts } from "../../../src/domain/scalars/OutputScalarsScanner.ts"
import type { Value } from "../../../src/domain/Value.ts"

const scan = (config: Value, lines: ReadonlyArray<string>, ignore: ReadonlyArray<string> = []) => {
  const found: Array<readonly [string, number, number]> = []
  const scanner = new ScalarScanner(
    Either.getOrThrow(compileOutputScalars(config)),
    (tag, value, step) => found.push([tag, value, step]),
    new Set(ignore)
  )
  lines.forEach((line, i) => scanner.line(line, i))
  return found
}

describe("scalars in output (page 130)", () => {
  it("are taken by a map, keys sorted within a line", () => {
    const lines = ["Training...", "step 1:", "loss: 1.123 - acc: 0.134", "step 2:", "loss: 0.132 - acc: 0.456"]
    expect(scan([{ step: "step (\\d+):", loss: "loss: (\\S+)", acc: "acc: (\\S+)" }], lines)).toEqual([
      ["acc", 0.134, 1],
      ["loss", 1.123, 1],
      ["acc", 0.456, 2],
      ["loss", 0.132, 2]
    ])
  })

  const epochs = ["Epoch 1: loss=1.0 s_val=2 x=3 mAP=4.123", "Epoch 2: loss=2.0 s_val=3 x=4 mAP=5.234"]
  const perEpoch = [
    ["loss", 1, 1],
    ["mAP", 4.123, 1],
    ["s_val", 2, 1],
    ["x", 3, 1],
    ["loss", 2, 2],
    ["mAP", 5.234, 2],
    ["s_val", 3, 2],
    ["x", 4, 2]
  ]

  it("take the step of their own line", () => {
    const config = {
      step: "Epoch (\\S+):",
      loss: "loss=(\\S+)",
      s_val: "s_val=(\\S+)",
      x: "x=(\\S+)",
      mAP: "mAP=(\\S+)"
    }
    expect(scan([config], epochs)).toEqual(perEpoch)
  })

  it("are taken by named groups", () => {
    const config = ["Epoch (?P<step>\\S+): loss=(?P<loss>\\S+) s_val=(?P<s_val>\\S+) x=(?P<x>\\S+) mAP=(?P<mAP>\\S+)"]
    expect(scan(config, epochs)).toEqual(perEpoch)
  })

  const iterations = ["iter 0 | loss: 0.6", "iter 1 | loss: 0.4", "Total loss: 1.1"]

  it("are taken by either side of an unescaped pipe", () => {
    const config = ["iter (?P<step>\\step) | loss: (?P<loss>\\value)", { score: "Total loss: (\\value)" }]
    expect(scan(config, iterations)).toEqual([
      ["loss", 0.6, 0],
      ["loss", 0.4, 1],
      ["loss", 1.1, 1],
      ["score", 1.1, 1]
    ])
  })

  it("are taken by both sides of an escaped pipe", () => {
    const config = ["iter (?P<step>\\step) \\| loss: (?P<loss>\\value)", { score: "Total loss: (\\value)" }]
    expect(scan(config, iterations)).toEqual([
      ["loss", 0.6, 0],
      ["loss", 0.4, 1],
      ["score", 1.1, 1]
    ])
  })

  it("are taken by two groups, key and value", () => {
    const lines = ["loss: 1.123", "acc: 0.456", "val_acc: 1.1e-3", "foo: bar"]
    expect(scan(["(\\S+):\\s+([\\d\\.eE\\-+]+)"], lines)).toEqual([
      ["loss", 1.123, 0],
      ["acc", 0.456, 0],
      ["val_acc", 0.0011, 0]
    ])
  })

  it("are taken by _key and _val in any order", () => {
    expect(
      scan(["(?P<_val>[+-]?[\\d\\.]+) \\((?P<_key>\\S+)\\)"], ["1.123 (loss)", "0.456 (acc)", "0.567 (val_acc)"])
    ).toEqual([
      ["loss", 1.123, 0],
      ["acc", 0.456, 0],
      ["val_acc", 0.567, 0]
    ])
  })

  it("are the last of several matches in a line", () => {
    const line = ["x=1 y=1 - x=2 y=2 - x=3 y=3"]
    expect(scan([{ x: "x=(\\d+)" }], line)).toEqual([["x", 3, 0]])
    const both = [
      ["x", 3, 0],
      ["y", 3, 0]
    ]
    expect(scan(["(\\w+)=(\\d+)"], line)).toEqual(both)
    expect(scan(["x=(?P<x>\\d+)", "y=(?P<y>\\d+)"], line)).toEqual(both)
  })

  it("repeat at a step that stays", () => {
    expect(scan(null, ["step: 1", "x: 1", "step: 2", "x: 2", "step: 3", "x: 3", "x: 4"])).toEqual([
      ["x", 1, 1],
      ["x", 2, 2],
      ["x", 3, 3],
      ["x", 4, 3]
    ])
  })
})

describe("a line of output", () => {
  it("is searched without its colours", () => {
    expect(scan(null, ["\x1b[1;32mloss\x1b[0m: \x1b[38;5;1m0.5\x1b[K", "\x1b]0;title\x07acc: 1"])).toEqual([
      ["loss", 0.5, 0],
      ["acc", 1, 0]
    ])
  })

  it("that is drawn over and over gives the last value of each key", () => {
    const line = " 1/3 loss: 0.9 - acc: 0.1\r 2/3 loss: 0.5\r\r 3/3 loss: 0.4\b\b\b\b done"
    expect(scan(["(\\w+): (\\value)"], [line])).toEqual([
      ["acc", 0.1, 0],
      ["loss", 0.4, 0]
    ])
    expect(scan(null, ["working...\rloss: 0.5"])).toEqual([["loss", 0.5, 0]])
    expect(shownTexts("\x1b[2K\ra\rb\r")).toEqual(["a", "b"])
  })

  it("with a number that is none sets nothing", () => {
    expect(scan({ loss: "loss: (\\S+)" }, ["loss: n/a", "loss: 0x10", "loss: ."])).toEqual([])
  })

  it("keeps NaN and infinities", () => {
    expect(scan({ loss: "loss: (\\S+)" }, ["loss: nan", "loss: -inf"])).toEqual([
      ["loss", NaN, 0],
      ["loss", -Infinity, 0]
    ])
  })

  it("changes the step only by a number that can be one", () => {
    const config = { step: "step (\\S+)", x: "x (\\S+)" }
    const lines = ["step 2.9 x 1", "step nan x 1", "step inf x 1", "step 1e30 x 1", "step -3 x 1", "step -0.5 x 1"]
    expect(scan(config, lines).map(([, , step]) => step)).toEqual([2, 2, 2, 2, -3, 0])
  })

  it("may name a key that is a flag, which is then no scalar", () => {
    expect(scan(null, ["lr: 0.1", "loss: 0.5"], ["lr"])).toEqual([["loss", 0.5, 0]])
  })

  it("may name keys that JavaScript has ideas about", () => {
    expect(scan(["(?P<__proto__>\\d) (?P<constructor>\\d)"], ["1 2"])).toEqual([
      ["__proto__", 1, 0],
      ["constructor", 2, 0]
    ])
  })

  it("is searched to its end by a pattern that may match nothing", () => {
    expect(scan(["(?P<x>\\d*)"], ["😀a1b"])).toEqual([["x", 1, 0]])
  })
})
