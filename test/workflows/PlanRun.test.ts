import { describe, expect, it } from "@effect/vitest"
import { Effect, TestClock } from "effect"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import type { OpDef } from "../../src/domain/ops/OpDef.ts"
import type { Told } from "../support/memoryWorld.ts"
import { memoryWorld, opOf, requestOf } from "../support/memoryWorld.ts"
import type { ValueMap } from "../../src/domain/Value.ts"
import { basisOf, planOn, planSource } from "../../src/workflows/PlanRun.ts"

const python = {
  "/bin/python": { info: { version: "3", executable: "/bin/python", sitePackages: [], path: [] }, packages: [] }
}

/** The plan of a run of an operation as it is defined. */
const planRun = (op: OpDef, flags: ValueMap, request: Parameters<typeof requestOf>[0]) =>
  Effect.flatMap(basisOf(op), (basis) => planOn(basis, flags, requestOf(request)))

const plan = (
  op: OpDef,
  flags: ValueMap = {},
  request: Parameters<typeof requestOf>[0] = {},
  told: Told = { pythons: python }
) => {
  const { layer, printed } = memoryWorld({ files: { "/p/guild.yml": "", "/p/src/a.py": "" }, ...told })
  return Effect.map(planRun(op, flags, request), (planned) => ({
    ...planned,
    attr: Object.fromEntries(planned.attrs),
    printed
  })).pipe(Effect.provide(layer))
}

const exec = (text: string, more: Partial<OpDef> = {}) => opOf({ kind: "exec", exec: text }, more)

describe("the plan of a run", () => {
  it.effect("is the command with its flags filled in, and the variables that the operation defines", () =>
    Effect.gen(function* () {
      const op = exec("train ${x} ${flag_args}", {
        flags: [
          { ...emptyFlagDef("x"), argSkip: true },
          { ...emptyFlagDef("y"), envName: "Y_VALUE" }
        ],
        env: { KEEP: "1" }
      })
      const { command, attr } = yield* plan(op, { x: "a b", y: 2 })
      expect(command.argv).toEqual(["train", "a b", "--y", "2"])
      expect(command.env).toMatchObject({ KEEP: "1", GUILD_OP: "train", PROJECT_DIR: "/p", Y_VALUE: "2" })
      expect(attr["cmd"]).toEqual(command.argv)
    })
  )

  it.effect("records what is needed to make the command again, whom it ran for and where", () =>
    Effect.gen(function* () {
      const op = exec("train", {
        requires: [{ spec: "data" }],
        resources: { data: [{ file: "x" }] },
        compare: ["loss"],
        runAttrs: { note: "mine" },
        outputScalars: { loss: "(.*)" }
      })
      const { attr } = yield* plan(op, { x: 1 }, { randomSeed: 7, params: { yes: true } })
      expect(attr).toMatchObject({
        note: "mine",
        run_params: { yes: true },
        flags: { x: 1 },
        host: "host",
        user: "user",
        random_seed: 7,
        compare: ["loss"],
        op: {
          "op-cmd": { "cmd-args": ["train"] },
          deps: [{ sources: [{ file: "x" }], location: "/p", name: "data" }],
          "output-scalars": { loss: "(.*)" },
          "sourcecode-root": ".guild/sourcecode",
          "label-template": null
        }
      })
    })
  )

  it.effect(
    "has the label of the request before that of the operation, filled with flags, behind its tags, and all tags once",
    () =>
      Effect.gen(function* () {
        const op = exec("train", { label: "op ${x}", tags: ["a", "b"] })
        expect((yield* plan(op, { x: 1 })).attr).toMatchObject({ label: "op 1", tags: ["a", "b"] })
        const asked = yield* plan(op, { x: 1 }, { label: "mine ${x}", tags: ["b", "c"] })
        expect(asked.attr).toMatchObject({ label: "b c mine 1", tags: ["a", "b", "c"] })
        expect(Object.keys((yield* plan(exec("train"), {})).attr)).not.toContain("tags")
      })
  )

  it.effect("has the comment of the request with its time and author", () =>
    Effect.gen(function* () {
      yield* TestClock.setTime(5)
      const { attr } = yield* plan(exec("train"), {}, { comment: "looks\ngood" })
      expect(attr["comments"]).toEqual([{ body: "looks\ngood", host: "host", time: 5_000, user: "user" }])
    })
  )

  it.effect("passes on where the run is to be, for how long, and with which devices", () =>
    Effect.gen(function* () {
      const request = { runDir: "/d", runId: "abc", gpus: "", stopAfterMinutes: 2, debugSourcecode: "/src" }
      expect(yield* plan(exec("train"), {}, request)).toMatchObject(request)
    })
  )

  it.effect("names the interpreter for Python, and fails without one", () =>
    Effect.gen(function* () {
      const op = opOf({ kind: "main", main: "train", exec: undefined }, { pythonPath: "lib" })
      const planned = yield* plan(op)
      expect(planned.command.argv.slice(0, 4)).toEqual(["/bin/python", "-um", "guild.op_main", "train"])
      expect(planned.python).toEqual({ interpreter: "/bin/python", recordPackages: true, path: "lib" })
      expect((yield* plan({ ...op, pipFreeze: false })).python?.recordPackages).toBe(false)
      expect((yield* Effect.flip(plan(op, {}, {}, {}))).message).toContain("cannot run train: there is no python3")
      expect((yield* plan(exec("train"), {}, {}, {})).python).toBeUndefined()
    })
  )

  it.effect("fails where the operation defines nothing to start, or refers to no flag", () =>
    Effect.gen(function* () {
      expect((yield* Effect.flip(plan(opOf({ kind: "none" })))).message).toContain("must define either exec, main")
      expect((yield* Effect.flip(plan(exec("train ${nope}"))))._tag).toBe("UndefinedReference")
    })
  )
})

describe("the source of a run", () => {
  const source = (told: Partial<OpDef>, env: Readonly<Record<string, string>> = {}) =>
    planSource(exec("train", told)).pipe(
      Effect.provide(memoryWorld({ files: { "/p/src/a.py": "" }, host: { env } }).layer)
    )

  it.effect("goes to guild's own directory in the run, by rules", () =>
    Effect.gen(function* () {
      const planned = yield* source({})
      expect(planned).toMatchObject({ root: "/p", dest: ".guild/sourcecode", disabled: false, digest: true })
      expect(planned.rules.length).toBeGreaterThan(0)
    })
  )

  it.effect("starts where the operation says, and is left out where the environment says so", () =>
    Effect.gen(function* () {
      const op = { root: "src", dest: ".", digest: false, disabled: false, emptyDef: true, rules: [] }
      expect(yield* source({ sourcecode: { model: undefined, op } })).toMatchObject({
        root: "/p/src",
        dest: ".",
        digest: false
      })
      expect((yield* source({}, { NO_SOURCECODE: "1" })).disabled).toBe(true)
    })
  )

  it.effect("is as much by default as the environment says", () =>
    Effect.gen(function* () {
      const env = { MAX_DEFAULT_SOURCECODE_COUNT: "7", MAX_DEFAULT_SOURCECODE_FILE_SIZE: "2000" }
      expect((yield* source({}, env)).rules.at(-1)).toMatchObject({ sizeLt: 2001, maxMatches: 7 })
      const senseless = { MAX_DEFAULT_SOURCECODE_COUNT: "many", MAX_DEFAULT_SOURCECODE_FILE_SIZE: "" }
      expect((yield* source({}, senseless)).rules).toEqual((yield* source({})).rules)
    })
  )
})
