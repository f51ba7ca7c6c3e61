import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import { decodeSteps } from "../../../src/domain/steps/DecodeSteps.ts"
import { qualified, stepCommand } from "../../../src/domain/steps/StepCommand.ts"
import { fileMatcher } from "../../../src/domain/steps/StepFiles.ts"
import { stepFlags } from "../../../src/domain/steps/StepFlags.ts"
import { logFromData, logToData } from "../../../src/domain/steps/StepLog.ts"
import { stepNodes } from "../../../src/domain/steps/StepNodes.ts"
import { settleOptions } from "../../../src/domain/steps/StepWords.ts"
import type { Value, ValueMap } from "../../../src/domain/Value.ts"
import { float } from "../../../src/domain/Value.ts"

const nodesOf = (steps: ReadonlyArray<Value>, flags: ValueMap = {}) => {
  const defs = Either.getOrThrow(decodeSteps(steps))
  return stepNodes(
    defs.map((def) => ({ def, opSpec: def.words[0] ?? "", rest: def.words.slice(1), options: [] })),
    flags
  )
}

const needs = (...steps: ReadonlyArray<Value>) =>
  Object.fromEntries(Either.getOrThrow(nodesOf(steps)).map((node) => [node.id, node.needs]))

describe("the nodes that steps make", () => {
  it("wait for all before them where they do not say what they need", () => {
    expect(needs("a", "b", "c")).toEqual({ a: [], b: ["a"], c: ["b"] })
    expect(needs("a", { run: "b", needs: [] }, "c", "d")).toEqual({ a: [], b: [], c: ["a", "b"], d: ["c"] })
  })

  it("need every step of a name, and of equal names those before them", () => {
    expect(needs("a", { run: "b", matrix: { x: [1, 2] } }, { run: "c", needs: "b" })).toEqual({
      a: [],
      "b-x=1": ["a"],
      "b-x=2": ["a"],
      c: ["b-x=1", "b-x=2"]
    })
    expect(needs("a", { run: "a", needs: "a" })).toEqual({ a: [], a_2: ["a"] })
    expect(needs("a", "a", { run: "b", needs: "a_2" })).toMatchObject({ b: ["a_2"] })
  })

  it("are named by names that may be those of files", () => {
    const ids = Either.getOrThrow(
      nodesOf(["m:a/b c", { run: "a", name: ".guild" }, { run: "a", name: "x ${n}" }], { n: 3 })
    )
    expect(ids.map(({ id }) => id)).toEqual(["m_a_b", "_.guild", "x_3"])
  })

  it("are told apart by what their names make of a matrix, or by its values", () => {
    const made = Either.getOrThrow(nodesOf([{ run: "a", name: "fit ${x}", matrix: { x: [1, 2] } }]))
    expect(made.map(({ name }) => name)).toEqual(["fit 1", "fit 2"])
  })

  it("are not made where a need is unknown or a matrix is beyond all measure", () => {
    expect(nodesOf(["train", { run: "b", needs: "trian" }])).toMatchObject({ left: { nearest: "train" } })
    const many = Array.from({ length: 1000 }, (_, n) => n)
    expect(Either.isLeft(nodesOf([{ run: "a", matrix: { x: many, y: many } }]))).toBe(true)
  })
})

const opRef = new OpRef({
  pkgType: "guildfile",
  pkgName: "/p/guild.yml",
  pkgVersion: "",
  modelName: "m",
  opName: "all"
})

describe("the command of a step", () => {
  const command = (
    step: Value,
    flags: ValueMap = {},
    more: { label?: string; tags?: ReadonlyArray<string>; stageTrials?: boolean } = {}
  ) => {
    const [node] = Either.getOrThrow(nodesOf([step]))
    if (node === undefined) throw new Error("no node")
    return stepCommand(node, {
      opRef,
      flags,
      label: more.label,
      tags: more.tags ?? [],
      stageTrials: more.stageTrials ?? false
    })
  }

  it("names the operation with its model, then label and tags of the whole, then flags by name", () => {
    expect(command("hello msg='hi ${x}' a=1", { x: "you" }, { label: "a label", tags: ["t"] })).toMatchObject({
      right: {
        shown: "m:hello --label a label --tag t a=1 msg='hi you'",
        words: ["m:hello", "--label", "a label", "--tag", "t", "msg=hi you", "a=1"],
        identity: "m:hello a=1 msg='hi you'"
      }
    })
    expect(command("hello a=[1,2]", {}, { stageTrials: true })).toMatchObject({
      right: { shown: "m:hello --stage-trials a=[1, 2]", identity: "m:hello a=[1, 2]" }
    })
    expect(qualified("n:op", opRef)).toBe("n:op")
    expect(qualified("pkg/op", opRef)).toBe("pkg/op")
  })

  it("passes a value on as the step writes it, unless it is made of another flag or the whole has one for the step", () => {
    const words = (flags: ValueMap) => command("train run=0123 x=0${x} y=${x}", flags)
    expect(words({ x: 7 })).toMatchObject({ right: { words: ["m:train", "run=0123", "x='07'", "y=7"] } })
    expect(words({ x: 7, "train:run": "0ab" })).toMatchObject({
      right: { words: ["m:train", "run=0ab", "x='07'", "y=7"] }
    })
  })

  it("has the whole's flags in its options, and leaves other references to the step", () => {
    const label = { param: "label", spelling: "--label", takesValue: true, values: ["${x} ${n} ${x|%.2f} ${own}"] }
    const [node] = Either.getOrThrow(nodesOf([{ run: "op", matrix: { n: [1] } }]))
    if (node === undefined) throw new Error("no node")
    const parent = { opRef, flags: { x: float(2) }, label: undefined, tags: [], stageTrials: false }
    expect(stepCommand({ ...node, options: [label] }, parent)).toMatchObject({
      right: { words: ["m:op", "--label", "2.0 1 ${x|%.2f} ${own}", "n=1"] }
    })
  })

  it("fails where a flag is referred to that is not there", () => {
    expect(command("hello msg=${nothing}")).toMatchObject({ left: "invalid setting: undefined reference 'nothing'" })
  })
})

describe("the flags of a step", () => {
  const flags = (words: ReadonlyArray<string>, parent: ValueMap, names: ReadonlyArray<string> = ["op", "m:op"]) =>
    Either.getOrThrow(stepFlags(words, [], {}, parent, names)).flags

  it("keep the type of a value that is referred to alone", () => {
    expect(flags(["x=${a}", "y=a${a}", "z=[${a}, 2]"], { a: float(1) })).toEqual({
      x: float(1),
      y: "a1.0",
      z: [float(1), 2]
    })
  })

  it("leave those to the operation that come to nothing", () => {
    expect(flags(["x=${a}"], { a: null })).toEqual({})
  })

  it("are those that the whole was given for the step, the more precise name before the other", () => {
    expect(flags(["x=1"], { "op:x": 2, "m:op:x": 3, "other:x": 4 })).toEqual({ x: 3 })
  })
})

describe("options of a step", () => {
  const known = ["label", "remote", "run_dir", "needed"].map((param) => ({
    param,
    spelling: `--${param.replace("_", "-")}`,
    takesValue: param !== "needed"
  }))

  it("are taken from attributes too, and those that mean nothing are warned of in order", () => {
    const remote = { param: "remote", spelling: "--remote", takesValue: true, values: ["r"] }
    const params = { "run-dir": "/d", label: "l", needed: true, nonsense: 1, lable: "m" }
    const settled = Either.getOrThrow(settleOptions([remote], params, known, "op"))
    expect(settled.options.map(({ param, values }) => [param, values])).toEqual([
      ["label", ["l"]],
      ["needed", []]
    ])
    expect(settled.warnings).toEqual([
      "step attribute 'lable' of 'op' is unknown and ignored - did you mean 'label'?",
      "step attribute 'nonsense' of 'op' is unknown and ignored",
      "run parameter remote used in 'op' ignored",
      "run parameter run_dir used in 'op' ignored"
    ])
  })
})

describe("options of a step that cannot be such", () => {
  it.each([
    [{ label: { a: 1 } }, "'label' takes a value, not {'a': 1}"],
    [{ label: [["a"]] }, "'label' takes a value, not [['a']]"],
    [{ needed: "x" }, "'needed' is yes or no, not 'x'"]
  ])("are told of: %j", (params, reason) => {
    const known = [
      { param: "label", spelling: "--label", takesValue: true },
      { param: "needed", spelling: "--needed", takesValue: false }
    ]
    expect(settleOptions([], params, known, "op")).toEqual(Either.left(reason))
  })
})

describe("files that a check names", () => {
  it("are matched part by part", () => {
    const paths = ["a.txt", "b/a.txt", "b/c/a.txt", ".guild/a.txt"]
    const found = (glob: string) => paths.filter(fileMatcher(glob))
    expect(found("*.txt")).toEqual(["a.txt"])
    expect(found("*/*.txt")).toEqual(["b/a.txt"])
    expect(found("**/a.txt")).toEqual(["a.txt", "b/a.txt", "b/c/a.txt"])
    expect(found("./b/**")).toEqual(["b/a.txt", "b/c/a.txt"])
    expect(found(".guild/*.txt")).toEqual([".guild/a.txt"])
  })
})

describe("the record of steps", () => {
  it("is read as it was written, and what is damaged in it counts as not written", () => {
    const entry = {
      id: "a",
      name: "A",
      command: "m:a x=1",
      state: "failed",
      attempts: [
        { run: "r1", exitStatus: 1, stopped: undefined },
        { run: "r2", exitStatus: undefined, stopped: "timeout" }
      ],
      outdated: false
    } as const
    const data = logToData([entry])
    expect(logFromData(data)).toEqual([entry])
    expect(logFromData(logToData([{ ...entry, outdated: true }]))).toEqual([{ ...entry, outdated: true }])
    expect(logFromData([...data, 1, {}, { step: "b", status: "unheard of" }])).toEqual([entry])
    for (const wrong of [null, "x", { a: 1 }]) expect(logFromData(wrong)).toEqual([])
  })
})
