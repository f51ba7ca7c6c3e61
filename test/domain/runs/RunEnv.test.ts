import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { OpRef } from "../../../src/domain/ops/OpRef.ts"
import { runEnv, savedEnv } from "../../../src/domain/runs/RunEnv.ts"
import { RunId } from "../../../src/domain/runs/RunId.ts"
import type { RunPlan } from "../../../src/domain/runs/RunPlan.ts"

const plan: RunPlan = {
  opRef: new OpRef({ pkgType: "script", pkgName: "/proj", pkgVersion: "", modelName: "", opName: "train.py" }),
  opName: "train.py",
  projectDir: "/proj",
  command: { argv: ["python", "-um", "guild.op_main", "train"], env: { FLAG_LR: "0.1", GUILD_OP: "train.py" } },
  flags: {},
  source: { root: "/proj", dest: ".guild/sourcecode", rules: [], disabled: false, digest: true },
  attrs: [],
  outputScalars: null,
  dependencies: [],
  resources: {},
  python: { interpreter: "/usr/bin/python", recordPackages: true, path: undefined },
  envSecrets: [],
  gpus: undefined,
  stopAfterMinutes: undefined,
  debugSourcecode: undefined,
  runDir: undefined,
  runId: undefined
}

const run = { id: RunId.make("r1"), dir: "/home/runs/r1" }

const context = {
  env: { PATH: "/bin", HOME: "/root" },
  cwd: "/work",
  guildHome: "/home/.guild",
  pythonPackageDir: "/guild/python"
}

describe("the environment of a run", () => {
  it("is guild's own, the operation's, and where the run is", () => {
    expect(runEnv(plan, run, context)).toEqual({
      PATH: "/bin",
      HOME: "/root",
      CMD_DIR: "/work",
      FLAG_LR: "0.1",
      GUILD_HOME: "/home/.guild",
      GUILD_OP: "train.py",
      GUILD_SOURCECODE: "/home/runs/r1/.guild/sourcecode",
      LOG_LEVEL: "20",
      PYTHONPATH: "/guild/python:/home/runs/r1/.guild/sourcecode",
      RUN_DIR: "/home/runs/r1",
      RUN_ID: "r1"
    })
  })

  it("does not name a run where there is none yet", () => {
    const env = runEnv(plan, undefined, { ...context, env: { RUN_DIR: "/other", RUN_ID: "other" } })
    expect(Object.keys(env)).not.toContain("RUN_DIR")
    expect(Object.keys(env)).not.toContain("RUN_ID")
    expect(env["PYTHONPATH"]).toBe("/guild/python:/proj")
  })

  it("says nothing of the run that guild was started by", () => {
    const env = { ...context.env, RUN_DIR: "/outer", FLAGS_DEST: "globals", HANDLE_KEYBOARD_INTERRUPT: "1", _: "guild" }
    expect(runEnv(plan, run, { ...context, env })).toEqual(runEnv(plan, run, context))
  })

  it("takes the debug source from the directory in which guild was started", () => {
    const modules = runEnv({ ...plan, debugSourcecode: "src:/other" }, run, context)["PYTHONPATH"]
    expect(modules).toBe(`/guild/python:${context.cwd}/src:/other`)
  })

  it("looks for modules in the debug source, the operation's path, and where PYTHONPATH said", () => {
    const python = { interpreter: "/usr/bin/python", recordPackages: true, path: "lib:/abs" }
    const env = { PYTHONPATH: "/mine:/yours" }
    expect(runEnv({ ...plan, python, debugSourcecode: "/debug" }, run, { ...context, env })["PYTHONPATH"]).toBe(
      "/guild/python:/debug:/proj/lib:/abs:/mine:/yours"
    )
    const command = { argv: ["sh"], env: { PYTHONPATH: "/op" } }
    expect(runEnv({ ...plan, command, python: undefined }, run, { ...context, env })["PYTHONPATH"]).toBe(
      "/guild/python:/home/runs/r1/.guild/sourcecode:/op"
    )
  })

  it("shows the GPUs that were asked for, all hidden included, over what was set before", () => {
    const env = { CUDA_VISIBLE_DEVICES: "7" }
    const shown = (gpus: string | undefined) =>
      runEnv({ ...plan, gpus }, run, { ...context, env })["CUDA_VISIBLE_DEVICES"]
    expect([shown("0,1"), shown(""), shown(undefined)]).toEqual(["0,1", "", "7"])
  })

  it("lets an operation set a log level and no run directory", () => {
    const env = runEnv({ ...plan, command: { argv: [], env: { LOG_LEVEL: "10", RUN_DIR: "/x" } } }, run, context)
    expect(env).toMatchObject({ LOG_LEVEL: "10", RUN_DIR: "/home/runs/r1" })
  })
})

describe("the environment that is kept with a run", () => {
  it("has no secrets: by their names, and those that the operation calls so", () => {
    const env = {
      PATH: "/bin",
      foo: "456",
      bar: "hi",
      DB_PASSWORD: "x",
      github_token: "x",
      AWS_SECRET_ACCESS_KEY: "x",
      OPENAI_API_KEY: "x",
      MyPasswordFile: "x"
    }
    expect(savedEnv(env, ["bar"])).toEqual({ PATH: "/bin", foo: "456" })
  })

  it("never keeps a name with password, token or secret in it, in any case", () =>
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom("password", "TOKEN", "Secret", "sEcReT"),
        fc.string(),
        (before, word, after) => {
          expect(savedEnv({ [`${before}${word}${after}`]: "x" }, [])).toEqual({})
        }
      )
    ))

  it("takes any name as it is", () => {
    const env = Object.fromEntries([["__proto__", "a"]])
    expect(Object.entries(savedEnv(env, []))).toEqual([["__proto__", "a"]])
  })
})
