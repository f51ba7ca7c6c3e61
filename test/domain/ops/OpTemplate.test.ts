import { Either } from "effect"
import { describe, expect, it } from "vitest"
import { emptyFlagDef } from "../../../src/domain/flags/FlagDef.ts"
import { emptyOp, guildFileRef } from "../../../src/domain/guildfile/EmptyOp.ts"
import type { OpDef, OpTarget } from "../../../src/domain/ops/OpDef.ts"
import { opTemplate } from "../../../src/domain/ops/OpTemplate.ts"

const op = (target: OpTarget, more: Partial<OpDef> = {}): OpDef => ({
  ...emptyOp(guildFileRef("/p/guild.yml", "v", "m", "train"), "/p", target),
  ...more
})

const template = (target: OpTarget, more: Partial<OpDef> = {}) =>
  opTemplate(op(target, more), { sourceDest: ".guild/sourcecode", runtimeDir: "/rt", node: "/bin/node" })

const words = (target: OpTarget) => Either.getOrThrow(template(target)).cmdArgs

describe("the command template of an operation", () => {
  it("runs a module by guild's own starter, with the arguments of main before the flags", () => {
    expect(words({ kind: "main", main: "pkg.train --fast 'a b'", exec: undefined })).toEqual([
      "${python_exe}",
      "-um",
      "guild.op_main",
      "pkg.train",
      "--fast",
      "a b",
      "--",
      "__flag_args__"
    ])
  })

  it("puts main and the flags where exec has a place for them", () => {
    expect(words({ kind: "main", main: "train x", exec: "run -m ${main_args} -- ${flag_args} end" })).toEqual([
      "run",
      "-m",
      "train",
      "x",
      "--",
      "__flag_args__",
      "end"
    ])
  })

  it("tells the starter of a notebook the patterns of flags, by the names that it gets them under", () => {
    const flags = [
      { ...emptyFlagDef("rate"), argName: "lr", extra: { "nb-replace": "Adam\\((.*)\\)" } },
      { ...emptyFlagDef("x"), extra: {} }
    ]
    const env = (target: OpTarget) => Either.getOrThrow(template(target, { flags })).cmdEnv
    expect(env({ kind: "notebook", notebook: "train.ipynb" })).toMatchObject({
      NB_REPLACE: '{"lr":"Adam\\\\((.*)\\\\)"}'
    })
    expect(env({ kind: "main", main: "train", exec: undefined })).not.toHaveProperty("NB_REPLACE")
  })

  it("takes the words of exec as a shell would, without one", () => {
    expect(words({ kind: "exec", exec: `echo "a b" '$HOME; rm' \${x}` })).toEqual(["echo", "a b", "$HOME; rm", "${x}"])
  })

  it("starts a script with the program of its language", () => {
    const script = (language: "python" | "node" | "typescript" | "r", path: string) =>
      words({ kind: "script", language, path })
    expect(script("python", "sub/train.py")).toEqual([
      "${python_exe}",
      "-um",
      "guild.op_main",
      "sub/train",
      "__flag_args__"
    ])
    expect(script("node", "train.js")).toEqual([
      "/bin/node",
      "--require",
      "/rt/node.cjs",
      ".guild/sourcecode/train.js",
      "__flag_args__"
    ])
    expect(script("r", "train.R")).toEqual(["Rscript", "/rt/op_main.R", ".guild/sourcecode/train.R", "__flag_args__"])
  })

  it("names the operation, its project and its plugins to the process, over what the operation's own environment says", () => {
    const cmd = template(
      { kind: "exec", exec: "x" },
      {
        env: { A: "1", GUILD_OP: "mine" },
        plugins: ["cpu", "disk"],
        flagsDest: "globals",
        handleKeyboardInterrupt: true
      }
    )
    expect(Either.getOrThrow(cmd).cmdEnv).toEqual({
      A: "1",
      GUILD_OP: "m:train",
      GUILD_PLUGINS: "cpu,disk",
      PROJECT_DIR: "/p",
      FLAGS_DEST: "globals",
      HANDLE_KEYBOARD_INTERRUPT: "1"
    })
  })

  it.each([
    [{ kind: "none" } as const, "invalid definition for operation 'm:train': must define either exec, main, or steps"],
    [{ kind: "exec", exec: "echo 'open" } as const, /^invalid definition for operation 'm:train': .*quot/i]
  ])("is refused where there is nothing to start: %j", (target, message) => {
    const error = Either.getOrThrow(Either.flip(template(target)))
    if (typeof message === "string") expect(error.message).toBe(message)
    else expect(error.message).toMatch(message)
  })
})
