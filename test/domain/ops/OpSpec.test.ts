import { describe, expect, it } from "vitest"
import { lookUpOp, parseOpSpec } from "../../../src/domain/ops/OpSpec.ts"
import { builtinOp } from "../../../src/domain/ops/OpSpecBuiltin.ts"
import { NoGuildFile, OpNotFound } from "../../../src/domain/ops/OpSpecErrors.ts"
import { scriptOp } from "../../../src/domain/ops/OpSpecScript.ts"
import { loaded } from "../../support/guildFile.ts"

describe("an op spec", () => {
  it("names an operation, its model and its package", () => {
    expect(parseOpSpec(undefined)).toEqual({ model: undefined, op: undefined })
    expect(parseOpSpec("")).toEqual({ model: undefined, op: undefined })
    expect(parseOpSpec("op")).toEqual({ model: undefined, op: "op" })
    expect(parseOpSpec(":op")).toEqual({ model: "", op: "op" })
    expect(parseOpSpec("model:op")).toEqual({ model: "model", op: "op" })
    expect(parseOpSpec("package/op")).toEqual({ model: "package/", op: "op" })
    expect(parseOpSpec("package/:op")).toEqual({ model: "package/", op: "op" })
    expect(parseOpSpec("package/model:op")).toEqual({ model: "package/model", op: "op" })
  })

  it("has no other form", () => {
    for (const spec of ["a:b:c", "a/b/c", "a:b/c", "a/b:c:d", "a/b:c/d", "a:b/c:d", "op:", "/op"])
      expect(parseOpSpec(spec), spec).toBeUndefined()
  })

  it("finds operations whose names have signs of specs in them", () => {
    const file = loaded("a/b: {exec: x}\nc:d: {exec: y}\n")
    expect(lookUpOp(file, "a/b")).toMatchObject({ kind: "found" })
    expect(lookUpOp(file, "c:d")).toMatchObject({ kind: "found" })
  })

  it("with an empty model means the anonymous one", () => {
    const file = loaded("- model: m\n  operations: {op: a}\n- operations: {op: b}\n")
    expect(lookUpOp(file, ":op")).toMatchObject({ kind: "found", op: { modelName: "" } })
    expect(lookUpOp(file, "m:op")).toMatchObject({ kind: "found", op: { modelName: "m" } })
  })
})

describe("a script's operation", () => {
  it("has its program's path quoted as a shell has it", () => {
    expect(scriptOp("it's here", "/p", "executable")?.target).toEqual({
      kind: "exec",
      exec: `'/p/it'"'"'s here' \${flag_args}`
    })
  })

  it("is a notebook by its name", () => {
    expect(scriptOp("train.ipynb", "/p", "file")?.target).toEqual({ kind: "notebook", notebook: "train.ipynb" })
  })

  it("is none where a program is needed and the file is none", () => {
    expect(scriptOp("data.csv", "/p", "file")).toBeUndefined()
  })
})

describe("guild's own operations", () => {
  it("have the flags of their algorithm and no source code", () => {
    const gp = builtinOp("gaussian", "/p")
    expect(gp?.flags.map((flag) => flag.name)).toEqual([
      "acq-func",
      "kappa",
      "noise",
      "prev-trials",
      "random-starts",
      "xi"
    ])
    expect(gp?.sourcecode.op?.disabled).toBe(true)
    expect(builtinOp("queue", "/p")?.fullName).toBe("queue:queue")
    expect(builtinOp("unheard-of", "/p")).toBeUndefined()
  })
})

describe("what is not found", () => {
  it("is said with what to do", () => {
    expect(new OpNotFound({ spec: "pkg/op" }).message).toContain("You may need to include a model")
    expect(new NoGuildFile({ path: undefined }).message).toContain("the current directory")
    expect(new NoGuildFile({ path: "x" }).message).toContain("'x'")
  })
})
