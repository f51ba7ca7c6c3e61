import { describe, expect, it } from "vitest"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import {
  matchesGlob,
  matchesOperation,
  operationName,
  operationPattern
} from "../../../src/domain/runs/RunQueryOperation.ts"

const ref = (pkgType: string, pkgName: string, modelName: string, opName: string) =>
  new OpRef({ pkgType, pkgName, pkgVersion: "", modelName, opName })

const train = ref("guildfile", "/p/guild.yml", "mnist", "train")
const script = ref("script", "/p", "", "train.py")
const packaged = ref("package", "gpkg.mnist", "logreg", "train")
const batch = ref("builtin", "guildai", "", "+")
const optimizer = ref("builtin", "guildai", "skopt", "gp")

const matches = (filter: string, name = train, proto?: OpRef) =>
  matchesOperation(operationPattern(filter), operationName(name, proto))

describe("operation names", () => {
  it("have the model before the operation, and a package before both", () => {
    expect([train, script, packaged].map((each) => operationName(each).full)).toEqual([
      "mnist:train",
      "train.py",
      "gpkg.mnist/logreg:train"
    ])
  })

  it("of a batch start with the operation that it runs", () => {
    expect(operationName(batch, script).full).toBe("train.py+")
    expect(operationName(optimizer, script).full).toBe("train.py+gp")
  })
})

describe("operation filters", () => {
  it("look for a text anywhere in the full name", () => {
    expect(["train", "mnist", "st:tr", "mnist:train", ""].map((filter) => matches(filter))).toEqual(Array(5).fill(true))
    expect(["Train", "train.py", "mnist/train"].map((filter) => matches(filter))).toEqual([false, false, false])
    expect(matches("+", batch, script)).toBe(true)
    expect(matches("train.py", batch, script)).toBe(true)
  })

  it("with a star match the parts that they name, each as a whole", () => {
    expect(matches("tr*")).toBe(true)
    expect(matches("*n")).toBe(true)
    expect(matches("rai*")).toBe(false)
    expect(matches("m*:train")).toBe(true)
    expect(matches("*:train", script)).toBe(false)
    expect(matches("gpkg.*/train", packaged)).toBe(true)
    expect(matches("gpkg.*/log*:t*", packaged)).toBe(true)
    expect(matches("*/train")).toBe(true)
  })

  it("take nothing but the star for special", () => {
    expect(matchesGlob("a.c*", "abcd")).toBe(false)
    expect(matchesGlob("[ab]*", "[ab]c")).toBe(true)
    expect(matchesGlob("*a*b*", "xaxbx")).toBe(true)
    expect(matchesGlob("ab*ba", "aba")).toBe(false)
    expect(matchesGlob("**", "")).toBe(true)
  })
})
