import { describe, expect, it } from "vitest"
import { leadsRuns, scriptCommand } from "../../../src/domain/script/ScriptCommand.ts"

const programs = { node: "node", rscript: "Rscript", runtimeDir: "/guild/runtime", sourceDir: ".guild/sourcecode" }

describe("the command of a script", () => {
  it("starts it where its source code is, with the flags behind it", () => {
    expect(scriptCommand("node", "sub/train.mjs", programs)).toEqual([
      "node",
      "--require",
      "/guild/runtime/node.cjs",
      ".guild/sourcecode/sub/train.mjs",
      "__flag_args__"
    ])
    expect(scriptCommand("typescript", "./train.ts", { ...programs, sourceDir: "src/" })).toEqual([
      "node",
      "--import",
      "/guild/runtime/typescript.mjs",
      "src/train.ts",
      "__flag_args__"
    ])
    expect(scriptCommand("r", "train.R", { ...programs, sourceDir: "." })).toEqual([
      "Rscript",
      "/guild/runtime/op_main.R",
      "train.R",
      "__flag_args__"
    ])
  })

  it("of a pipeline alone runs others", () => {
    const leads = (language: "pipeline" | "typescript") =>
      leadsRuns(scriptCommand(language, "/x/pipeline.mjs", programs))
    expect([leads("pipeline"), leads("typescript")]).toEqual([true, false])
  })

  it("leaves an absolute path as it is", () => {
    expect(scriptCommand("node", "/x/train.js", programs)[3]).toBe("/x/train.js")
  })
})
