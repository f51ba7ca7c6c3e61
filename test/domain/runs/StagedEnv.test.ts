import { spawnSync } from "node:child_process"
import { describe, expect, it } from "vitest"
import { stagedEnv } from "../../../src/domain/runs/StagedEnv.ts"

describe("the environment of a staged run", () => {
  it("is read back by a shell as it was, whatever the values hold", () => {
    const env = { A_PLAIN: "1", QUOTES: `it's "so" $HOME \`ls\``, LINES: "one\ntwo", EMPTY: "" }
    const script = `${stagedEnv(env)}\nfor name in A_PLAIN QUOTES LINES EMPTY; do printf '%s\\0' "\${!name}"; done`
    const read = spawnSync("bash", ["-c", script], { encoding: "utf8", env: {} })
    expect(read.stdout.split("\0")).toEqual([...Object.values(env), ""])
  })

  it("leaves out what a shell keeps for itself and names that it cannot take", () => {
    expect(stagedEnv({ PWD: "/x", _: "x", "BASH_FUNC_f%%": "() { :; }", "A-B": "1", B: "2", A: "1" })).toBe(
      "export A=1\nexport B=2\n"
    )
  })
})
