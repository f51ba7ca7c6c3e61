import { execFileSync } from "node:child_process"
import { existsSync, mkdtempSync, realpathSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, it } from "@effect/vitest"
import { Effect } from "effect"
import { afterAll, describe } from "vitest"
import { float } from "../../src/domain/Value.ts"
import { suite } from "../suites/FlagImportsSuite.ts"
import { defaults, flagImports, importOnce, pythonExe, script } from "../support/flagScripts.ts"

const base = realpathSync(mkdtempSync(join(tmpdir(), "guild-imports-")))
afterAll(() => {
  rmSync(base, { recursive: true, force: true })
})

suite("FlagImportsNode", flagImports({ home: join(base, "home") }), {
  variables: script("globals.py"),
  unreadable: script("not_there.py")
})

const hasPackage = (name: string): boolean => {
  try {
    execFileSync(pythonExe, ["-c", `import ${name}`], { stdio: "ignore" })
    return true
  } catch {
    return false
  }
}
const hasClick = hasPackage("click")
const hasAbsl = hasPackage("absl")

describe("what --test-flags says", () => {
  it.scoped("of a script without a parser", () =>
    Effect.gen(function* () {
      expect((yield* importOnce(script("op.py"))).log).toEqual([
        "reading flags for main spec 'op'",
        "op.py does not import argparse - assuming globals",
        "op.py flags imported for dest 'globals':",
        "  x: 1.0"
      ])
    })
  )

  it.scopedLive("of a script with a parser", () =>
    Effect.gen(function* () {
      expect((yield* importOnce(script("summary.py"))).log).toEqual([
        "reading flags for main spec 'summary'",
        "summary.py imports argparse - assuming args",
        "summary.py flags imported for dest 'args':",
        "  min-loss:",
        "    default: -0.2",
        "  output:",
        "    default: .",
        "  use-marked:",
        "    arg-switch: true",
        "    default: false"
      ])
    })
  )

  it.scoped("of a destination that was asked for, without a guess", () =>
    Effect.gen(function* () {
      expect((yield* importOnce(script("op.py"), "globals")).log).toEqual([
        "reading flags for main spec 'op'",
        "op.py flags imported for dest 'globals':",
        "  x: 1.0"
      ])
    })
  )
})

describe("variables of a Python script", () => {
  it.scoped("are its public literals, 1 and 1.0 kept apart", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("globals.py")))).toEqual({
        big: 123456789012345678901n,
        f_bool: false,
        f_float: float(7),
        f_int: 6,
        f_str: "hi",
        first: 3,
        joined: "ab",
        // A list is the script's own until somebody gives values: as a default it would be a run for each.
        layers: null,
        negative: float(-0.0015),
        nothing: null,
        raw: "\\d",
        second: 3,
        typed: float(0.1)
      })
    })
  )

  it.scoped("are the items of one object for a global destination, nested ones under dotted names", () =>
    Effect.gen(function* () {
      const found = { i: 1, "strings.s1": "Hi", "strings.s2": "Bye" }
      expect(defaults(yield* importOnce(script("params.py"), "global:params"))).toEqual(found)
      expect(defaults(yield* importOnce(script("params.py"), "dict:params"))).toEqual(found)
      expect(defaults(yield* importOnce(script("params.py"), "global:params.strings"))).toEqual({ s1: "Hi", s2: "Bye" })
      expect(defaults(yield* importOnce(script("params.py"), "global:other"))).toEqual({})
      expect(defaults(yield* importOnce(script("namespace_only.py"), "namespace:config"))).toEqual({
        lr: float(0.1),
        "model.depth": 2
      })
    })
  )
})

describe("the parser of a Python script", () => {
  it.scopedLive("gives descriptions, choices and defaults before the script trains", () =>
    Effect.gen(function* () {
      const { flags, dest } = yield* importOnce(script("main_args.py"))
      expect(dest).toBe("args")
      expect(flags.map(({ name, description, default: value }) => [name, description, value])).toEqual([
        ["bar", "Bar", float(0.001)],
        ["foo", "Foo", 1]
      ])
      expect(flags.map(({ choices }) => choices.map(({ value }) => value))).toEqual([[], [1, 2]])
      expect(flags.map(({ type }) => type)).toEqual([undefined, undefined])
    })
  )

  it.scopedLive("says how each kind of option is written on the command line", () =>
    Effect.gen(function* () {
      const { flags, warnings } = yield* importOnce(script("every_action.py"))
      const said = flags.map(({ name, default: value, argName, argSwitch, argSplit, required, description }) => [
        name,
        value,
        Object.fromEntries(
          Object.entries({ argName, argSwitch, argSplit, required: required || undefined, description }).filter(
            ([, attr]) => attr !== undefined && attr !== ""
          )
        )
      ])
      expect(said.filter(([name]) => name !== "amp" && name !== "cache")).toEqual([
        ["__proto__", 3, {}],
        ["extra", null, {}],
        ["hidden", 2, {}],
        ["layers", "64 32", { argSplit: true }],
        ["mode", null, { argSwitch: "fast" }],
        ["needed", null, { required: true }],
        ["number", 1, {}],
        ["off", true, { argSwitch: false, description: "Default is True" }],
        ["on", false, { argSwitch: true, description: "Turns it on" }],
        ["one", float(1), {}],
        ["path", "a/b", {}],
        // As a default, a list would be a run for each of its values.
        ["sizes", null, {}],
        ["text", "1", {}],
        ["verbose", 0, { argSwitch: 1 }]
      ])
      expect(warnings).toEqual([])
    })
  )

  it.scopedLive("turns a pair of switches to the side that changes the default", () =>
    Effect.gen(function* () {
      const { flags } = yield* importOnce(script("every_action.py"))
      const pair = (name: string) => flags.find((flag) => flag.name === name)
      // Python 3.8 has no such pairs.
      if (pair("cache") === undefined) return
      expect(pair("cache")).toMatchObject({ default: true, argName: "no-cache", argSwitch: false })
      expect(pair("amp")).toMatchObject({ default: false, argName: undefined, argSwitch: true })
    })
  )

  it.scopedLive("has a default that is no value coerced to a string, with a warning", () =>
    Effect.gen(function* () {
      const { flags, warnings } = yield* importOnce(script("odd_default.py"))
      expect(flags[0]?.default).toMatch(/^<object object at 0x[0-9a-f]+>$/)
      expect(warnings).toEqual([
        `[import_flags_main] cannot serialize value ${String(flags[0]?.default)} for flag foo - coercing to string`
      ])
    })
  )

  it.scopedLive("has defaults that a command line says in its own way, or leaves to the script", () =>
    Effect.gen(function* () {
      const imported = yield* importOnce(script("own_defaults.py"))
      expect(imported.warnings).toEqual([])
      expect(defaults(imported)).toMatchObject({
        added: null,
        config: null,
        files: "'*.py' 'a b'",
        out: null,
        stdin: "-",
        told: false
      })
      const flag = (name: string) => imported.flags.find((each) => each.name === name)
      expect(flag("told")?.argEncoding).toEqual({ no: "" })
      expect(flag("version")?.argEncoding).toEqual({ "'1.10'": "1.10" })
      expect([flag("verbose")?.default, flag("verbose")?.argSwitch]).toEqual([1, 2])
      expect(flag("run")?.argEncoding).toEqual({ "'12e3'": "12e3" })
      expect(flag("glob")?.argEncoding).toBe(undefined)
    })
  )

  it.scopedLive("has a number of another kind as the number that is written as it is, or else as its text", () =>
    Effect.gen(function* () {
      const { flags } = yield* importOnce(script("own_defaults.py"))
      const [momentum, rate] = ["momentum", "rate"].map((name) => flags.find((each) => each.name === name))
      expect([rate?.default, rate?.argEncoding]).toEqual([float(0.5), undefined])
      expect([momentum?.default, momentum?.argEncoding]).toEqual(["0.90", { "'0.90'": "0.90" }])
    })
  )

  it.scopedLive("takes the members of an enumeration by the text that it reads as them", () =>
    Effect.gen(function* () {
      const { flags } = yield* importOnce(script("own_defaults.py"))
      const kind = flags.find(({ name }) => name === "kind")
      expect([kind?.default, kind?.choices.map(({ value }) => value)]).toEqual(["a", ["a", "b"]])
    })
  )

  it.scopedLive("is the one that parses, with what it takes from its parents", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("multi_argparse.py")))).toEqual({ foo: 123 })
      expect(defaults(yield* importOnce(script("parents.py")))).toEqual({ a: "A", b: "B", c: "C" })
    })
  )

  it.scopedLive("may come after one that reads a first option early", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("early_config.py")))).toEqual({ config: "small", width: 8 })
      const large = script("early_config.py", { baseArgs: ["--config", "large"] })
      expect(defaults(yield* importOnce(large))).toEqual({ config: "small", width: 64 })
    })
  )

  it.scopedLive("is that of the subcommand which the base arguments name", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("subcommands.py")))).toEqual({ seed: 1 })
      const fit = yield* importOnce(script("subcommands.py", { baseArgs: ["fit"] }))
      expect(defaults(fit)).toEqual({ epochs: 10 })
      expect(fit.log[0]).toBe("reading flags for main spec 'subcommands fit'")
    })
  )

  it.scopedLive("requires nothing that the operation itself gives", () =>
    Effect.gen(function* () {
      const required = (name: string, ...baseArgs: ReadonlyArray<string>) =>
        Effect.map(
          importOnce(script(name, { baseArgs }), name === "args_click.py" ? "args:click" : "args"),
          ({ flags }) => flags.filter((flag) => flag.required).map((flag) => flag.name)
        )
      expect(yield* required("every_action.py", "--other", "x")).toEqual(["needed"])
      expect(yield* required("every_action.py", "--needed", "x")).toEqual([])
      if (hasClick) expect(yield* required("args_click.py", "--needed=x")).toEqual([])
    })
  )

  it.scopedLive("may stand in another module of the project", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("uses_options.py"), "args"))).toEqual({ depth: 3 })
    })
  )

  it.scopedLive("may stand in a package that imports relatively", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("pkg/main.py", { packageName: "pkg" })))).toEqual({ n: 5 })
    })
  )
})

describe("a script without a parser is never run", () => {
  for (const [name, dest] of [
    ["sys_args.py", "args"],
    ["namespace_only.py", undefined],
    ["sys_args.py", "args:click"],
    ["sys_args.py", "args:other"],
    ["click_echo.py", "args:click"]
  ] as const)
    it.scopedLive(`${name} for ${dest ?? "the destination that it decides"}`, () =>
      Effect.gen(function* () {
        const { flags } = yield* importOnce(script(name, { cwd: base }), dest)
        expect(flags).toEqual([])
        expect(existsSync(join(base, "trained"))).toBe(false)
      })
    )
})

describe("a script that breaks before it parses", () => {
  const messageOf = (name: string, askTimeoutMs = 30_000) =>
    Effect.map(Effect.flip(importOnce(script(name), undefined, { askTimeoutMs })), (error) => error.message)

  it.scopedLive("fails with its own error and line", () =>
    Effect.gen(function* () {
      expect(yield* messageOf("crash.py")).toBe(
        "cannot import flags from crash, line 3: ModuleNotFoundError: No module named 'not_installed_anywhere'"
      )
      expect(yield* messageOf("exits.py")).toBe(
        "cannot import flags from exits, line 4: the script exited with 3 before it parsed its arguments"
      )
    })
  )

  it.scopedLive("cannot act on the terminal by its error", () =>
    Effect.gen(function* () {
      expect(yield* messageOf("escapes.py")).toBe(
        "cannot import flags from escapes, line 3: ValueError: \\x1b[2J two\\x0alines"
      )
    })
  )

  it.scopedLive("is stopped when it does not get there", () =>
    Effect.gen(function* () {
      expect(yield* messageOf("hang.py", 500)).toBe(
        "cannot import flags from hang: it did not parse its arguments within 0.5 seconds, and was stopped"
      )
    })
  )

  it.scopedLive("fails with what to do where there is no Python", () =>
    Effect.gen(function* () {
      const error = yield* Effect.flip(importOnce(script("main_args.py"), undefined, { python: "/no/such/python" }))
      expect(error.message).toBe("cannot import flags from main_args: cannot run '/no/such/python': no such program")
    })
  )
})

describe("a Click command", () => {
  it.scoped("is not assumed where a script only prints with Click", () =>
    Effect.gen(function* () {
      const { dest, flags } = yield* importOnce(script("click_echo.py"))
      expect([dest, flags.map(({ name }) => name)]).toEqual(["globals", ["lr"]])
    })
  )

  const skipped = hasClick ? "" : ` (skipped: ${pythonExe} has no click)`

  it.scopedLive.skipIf(!hasClick)(`describes its options${skipped}`, () =>
    Effect.gen(function* () {
      const { flags, dest, log } = yield* importOnce(script("args_click.py"))
      expect(dest).toBe("args:click")
      expect(log[1]).toBe("args_click.py imports click - assuming args:click")
      expect(defaults({ flags, dest, log, warnings: [] })).toEqual({
        b: true,
        cache: true,
        color: "red",
        f: float(1.1),
        i: 1,
        needed: null,
        s: "hello",
        shout: false,
        size: "1 2"
      })
      const flag = (name: string) => flags.find((found) => found.name === name)
      expect(flag("color")?.choices.map(({ value }) => value)).toEqual(["red", "blue", "green"])
      expect(flag("i")?.description).toBe("An int")
      expect(flag("shout")?.argSwitch).toBe(true)
      expect(flag("cache")).toMatchObject({ argName: "no-cache", argSwitch: false })
      expect(flag("needed")?.required).toBe(true)
      expect(flag("size")?.argSplit).toBe(true)
    })
  )
})

describe("flags of absl", () => {
  it.scoped("are not looked for in a script that only logs with absl", () =>
    Effect.gen(function* () {
      const { dest, flags } = yield* importOnce(script("absl_logging.py"))
      expect([dest, flags.map(({ name }) => name)]).toEqual(["globals", ["lr"]])
    })
  )

  const skipped = hasAbsl ? "" : ` (skipped: ${pythonExe} has no absl)`

  it.scopedLive.skipIf(!hasAbsl)(`are those that the script and its modules define, not absl's own${skipped}`, () =>
    Effect.gen(function* () {
      const found = yield* importOnce(script("args_absl.py"))
      const { dest, flags, log } = found
      expect(dest).toBe("args:absl")
      expect(log[1]).toBe("args_absl.py imports absl - assuming args:absl")
      expect(defaults(found)).toEqual({
        cache: true,
        debug: false,
        depth: 4,
        dims: "1,2",
        lr: float(0.1),
        mode: "fast",
        n: 3,
        none: null,
        opt: "sgd",
        tag: null
      })
      const flag = (name: string) => flags.find((each) => each.name === name)
      expect(flag("opt")?.choices.map(({ value }) => value)).toEqual(["sgd", "adam"])
      expect(flag("mode")?.choices.map(({ value }) => value)).toEqual(["fast", "slow"])
      expect(flag("debug")?.argSwitch).toBe(true)
      expect(flag("cache")).toMatchObject({ argName: "nocache", argSwitch: false })
      expect(flag("depth")?.description).toBe("the depth")
    })
  )
})

describe("scripts in other languages", () => {
  it.scoped("JavaScript gives the literals of its top-level variables", () =>
    Effect.gen(function* () {
      const found = yield* importOnce(script("train.mjs"))
      expect(found.dest).toBe("globals")
      expect(found.log[1]).toBe("train.mjs does not use parseArgs - assuming globals")
      expect(defaults(found)).toEqual({ epochs: 10, lr: float(0.1), name: "adam", ready: true })
    })
  )

  it.scoped("TypeScript does so with its types", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("train.ts")))).toEqual({ lr: float(0.1), name: "adam" })
    })
  )

  it.scopedLive("a script that uses parseArgs is asked by its own call", () =>
    Effect.gen(function* () {
      const found = yield* importOnce(script("parse_args.mjs"))
      expect(found.dest).toBe("args")
      expect(defaults(found)).toEqual({
        epochs: 10,
        fast: false,
        lr: float(0.1),
        optimizer: "adam",
        tag: null,
        version: "1.10"
      })
      expect(found.flags.find(({ name }) => name === "fast")?.argSwitch).toBe(true)
    })
  )

  it.scoped("R gives its top-level assignments", () =>
    Effect.gen(function* () {
      expect(defaults(yield* importOnce(script("train.R")))).toEqual({
        epochs: 10,
        fast: false,
        lr: float(0.1),
        name: "adam"
      })
    })
  )
})
