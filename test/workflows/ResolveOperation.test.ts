import { describe, expect, it } from "@effect/vitest"
import { Effect, Layer, Option } from "effect"
import { formatLog, LOG_FORMAT } from "../../src/domain/text/LogLine.ts"
import { emptyFlagDef } from "../../src/domain/flags/FlagDef.ts"
import { float } from "../../src/domain/Value.ts"
import { layer as guildFiles } from "../../src/layers/GuildFilesMemory.ts"
import { layer as projectFiles } from "../../src/layers/ProjectFilesMemory.ts"
import { layer as userFiles } from "../../src/layers/UserFilesMemory.ts"
import { FlagImportError, FlagImports } from "../../src/services/FlagImports.ts"
import { PythonEnv } from "../../src/services/PythonEnv.ts"
import { Terminal } from "../../src/services/Terminal.ts"
import { testHost } from "../support/testHost.ts"
import { resolveOperation } from "../../src/workflows/ResolveOperation.ts"

const host = testHost({ cwd: "/p", pythonPackageDir: "/guild/python" })

const python = Layer.succeed(
  PythonEnv,
  PythonEnv.of({
    interpreter: Effect.succeed(Option.some("/usr/bin/python3")),
    info: () =>
      Effect.succeed({
        version: "3.11.0",
        executable: "/usr/bin/python3",
        sitePackages: [],
        path: ["/usr/lib/python"]
      }),
    current: Effect.die("nobody checks"),
    packages: () => Effect.succeed([]),
    packagesOf: () => Effect.succeed([])
  })
)

/** Imports flags that name the script, so that a test sees which one was asked. */
const imports = Layer.succeed(
  FlagImports,
  FlagImports.of({
    importFlags: (script, dest) =>
      script.path.endsWith("broken.py")
        ? Effect.fail(new FlagImportError({ script: script.name, line: 3, reason: "invalid syntax" }))
        : Effect.succeed({
            flags: [{ ...emptyFlagDef("x"), default: 1, description: script.path }],
            dest: dest ?? "globals",
            log: [],
            warnings: []
          })
  })
)

const warned: Array<string> = []
const terminal = Layer.succeed(
  Terminal,
  Terminal.of({
    out: () => Effect.void,
    err: () => Effect.void,
    warn: (text) => Effect.sync(() => void warned.push(text)),
    tell: () => Effect.void,
    log: () => Effect.void,
    info: () => Effect.void,
    progress: () => Effect.void,
    logLine: (level, message, name) => formatLog(LOG_FORMAT, { level, message, name, timeMs: 0 }),
    write: () => undefined,
    isTerminal: false,
    canAsk: false,
    columns: 80,
    style: (text) => text,
    ask: () => Effect.succeed(undefined),
    page: () => Effect.void
  })
)

const project = (guildFile: string | undefined, files: Readonly<Record<string, "file" | "executable">> = {}) =>
  Layer.mergeAll(
    guildFiles(guildFile === undefined ? {} : { "/p/guild.yml": guildFile }),
    projectFiles(files),
    host,
    python,
    imports,
    terminal,
    userFiles(
      new Map([
        ["/p/c.yml", "lr: 0.1\nnet: {layers: 3, units: [8, 8]}\nname: a\n"],
        ["/p/bad.json.in", '{"a": }']
      ])
    )
  )

const message = (spec: string | undefined) => Effect.map(Effect.flip(resolveOperation(spec)), (error) => error.message)

const TWO_MODELS = `
- model: mnist-intro
  operations: {train: intro}
- model: mnist-expert
  operations: {train: expert, evaluate: expert --test}
`

describe("finding an operation", () => {
  it.effect("takes the default where nothing is named", () =>
    Effect.gen(function* () {
      const op = yield* resolveOperation(undefined)
      expect(op.opRef).toMatchObject({ pkgType: "guildfile", pkgName: "/p/guild.yml", modelName: "", opName: "train" })
    }).pipe(Effect.provide(project("train: {exec: a, default: yes}\nother: {exec: b}\n")))
  )

  it.effect("says so when there is no default", () =>
    Effect.gen(function* () {
      expect(yield* message(undefined)).toBe("cannot find a default operation\nTry 'guild operations' for a list.")
    }).pipe(Effect.provide(project(undefined)))
  )

  it.effect("says which default is missing where there is a Guild file", () =>
    Effect.gen(function* () {
      expect(yield* message(undefined)).toBe(
        "a default operation is not defined for this project\nTry 'guild operations' for a list of available operations."
      )
    }).pipe(Effect.provide(project("a: {exec: a}\nb: {exec: b}\n")))
  )

  it.effect("names what it cannot find, with and without a model", () =>
    Effect.gen(function* () {
      expect(yield* message("train")).toBe(
        "cannot find operation train\nYou may need to include a model in the form MODEL:OPERATION.\nTry 'guild operations' for a list of available operations."
      )
      expect(yield* message("logreg:train")).toBe(
        "cannot find operation logreg:train\nTry 'guild operations' for a list of available operations."
      )
    }).pipe(Effect.provide(project(undefined)))
  )

  it.effect("lists models that a part of a name could mean", () =>
    Effect.gen(function* () {
      expect(yield* message("mnist:train")).toBe(
        "there are multiple models that match 'mnist'\nTry specifying one of the following:\n  mnist-expert\n  mnist-intro"
      )
      expect((yield* resolveOperation("intro:train")).fullName).toBe("mnist-intro:train")
      expect(yield* message("mnist-expert:stop")).toBe(
        "operation 'stop' is not defined for model 'mnist-expert'\nTry 'guild operations mnist-expert' for a list of available operations."
      )
    }).pipe(Effect.provide(project(TWO_MODELS)))
  )

  it.effect("says that an operation is not defined for the project", () =>
    Effect.gen(function* () {
      expect(yield* message("test")).toBe(
        "operation 'test' is not defined for this project\nTry 'guild operations' for a list of available operations."
      )
      expect(yield* message("a:b:c")).toContain("invalid operation 'a:b:c'")
    }).pipe(Effect.provide(project("train: {exec: a}\n")))
  )

  it.effect("lets the Guild file win over a script of the same name", () =>
    Effect.gen(function* () {
      expect((yield* resolveOperation("say2.py")).target).toEqual({ kind: "exec", exec: "echo hello" })
      expect((yield* resolveOperation("say.py")).target).toEqual({ kind: "script", language: "python", path: "say.py" })
    }).pipe(Effect.provide(project("say2.py: {exec: echo hello}\n", { "/p/say.py": "file", "/p/say2.py": "file" })))
  )

  it.effect("runs scripts as what their names say they are", () =>
    Effect.gen(function* () {
      const python = yield* resolveOperation("a/train.py")
      expect(python.opRef).toMatchObject({ pkgType: "script", pkgName: "/p", opName: "a/train.py", modelName: "" })
      expect(python.flags.map((flag) => [flag.name, flag.description])).toEqual([["x", "/p/a/train.py"]])
      expect(python.flagsDest).toBe("globals")
      expect((yield* resolveOperation("./train.mjs")).target).toEqual({
        kind: "script",
        language: "node",
        path: "train.mjs"
      })
      expect((yield* resolveOperation("train.ts")).target).toMatchObject({ language: "typescript" })
      expect((yield* resolveOperation("train.R")).target).toMatchObject({ language: "r" })
      expect((yield* resolveOperation("my train.sh")).target).toEqual({
        kind: "exec",
        exec: "'/p/my train.sh' ${flag_args}"
      })
    }).pipe(
      Effect.provide(
        project(undefined, {
          "/p/a/train.py": "file",
          "/p/train.mjs": "file",
          "/p/train.ts": "executable",
          "/p/train.R": "file",
          "/p/my train.sh": "executable"
        })
      )
    )
  )

  it.effect("takes the directory of a script outside of the current one as its project", () =>
    Effect.gen(function* () {
      expect((yield* resolveOperation("../train.py")).opRef).toMatchObject({ pkgName: "/", opName: "train.py" })
      expect((yield* resolveOperation("/q/r/train.py")).opRef).toMatchObject({ pkgName: "/q/r", opName: "train.py" })
    }).pipe(Effect.provide(project(undefined, { "/train.py": "file", "/q/r/train.py": "file" })))
  )

  it.effect("refuses a file that is neither a known script nor executable", () =>
    Effect.gen(function* () {
      expect(yield* message("train.sh")).toBe("cannot run 'train.sh': must be an executable file")
    }).pipe(Effect.provide(project(undefined, { "/p/train.sh": "file" })))
  )

  it.effect("knows the batch and the optimizers by all their names", () =>
    Effect.gen(function* () {
      expect((yield* resolveOperation("+")).opRef).toMatchObject({ pkgType: "builtin", modelName: "", opName: "+" })
      for (const name of ["gp", "skopt:gp", "bayesian", "gaussian"])
        expect((yield* resolveOperation(name)).fullName).toBe("skopt:gp")
      expect((yield* resolveOperation("skopt:random")).fullName).toBe("skopt:random")
    }).pipe(Effect.provide(project("train: {exec: a}\nother: {exec: b}\n")))
  )
})

describe("flags of the operation's script", () => {
  const withModule = (guildFile: string, ...files: ReadonlyArray<string>) =>
    project(guildFile, Object.fromEntries(files.map((file) => [file, "file" as const])))

  it.effect("come from the module in the project", () =>
    Effect.gen(function* () {
      const op = yield* resolveOperation("op")
      expect(op.flags).toEqual([{ ...emptyFlagDef("x"), default: 1, description: "/p/sub/train.py" }])
    }).pipe(Effect.provide(withModule("op: {main: sub/train --fast, flags-import: all}\n", "/p/sub/train.py")))
  )

  it.effect("come from the source code root, from packages and from the interpreter's own path", () =>
    Effect.gen(function* () {
      expect((yield* resolveOperation("root")).flags[0]?.description).toBe("/p/src/pkg/mod.py")
      expect((yield* resolveOperation("main")).flags[0]?.description).toBe("/p/pkg/__main__.py")
      expect((yield* resolveOperation("lib")).flags[0]?.description).toBe("/usr/lib/python/lib/train.py")
    }).pipe(
      Effect.provide(
        withModule(
          `
root: {main: pkg.mod, flags-import: all, sourcecode: {root: src}}
main: {main: pkg, flags-import: all}
lib: {main: lib.train, flags-import: all}
`,
          "/p/src/pkg/mod.py",
          "/p/pkg/__main__.py",
          "/usr/lib/python/lib/train.py"
        )
      )
    )
  )

  it.effect("are not looked for where neither they nor their destination is asked for", () =>
    Effect.gen(function* () {
      warned.length = 0
      expect(yield* resolveOperation("op")).toMatchObject({ flags: [], flagsDest: "args" })
      expect(warned).toEqual([])
    }).pipe(Effect.provide(withModule("op: {main: nowhere, flags-import: no, flags-dest: args}\n")))
  )

  it.effect("are the values of a configuration file where they go into it", () =>
    Effect.gen(function* () {
      const op = yield* resolveOperation("conf")
      expect(op.flags.map(({ default: value, name }) => [name, value])).toEqual([
        ["lr", float(0.5)],
        ["name", "a"],
        ["net.layers", 3],
        ["net.units", null]
      ])
      expect(op).toMatchObject({ defaultFlagArgSkip: true, flagsDest: "config:c.yml" })
      expect(op.requires.map(({ spec }) => spec)).toEqual([
        { config: "c.yml", name: "config:c.yml", "replace-existing": true }
      ])
      expect((yield* resolveOperation("defined")).flags.map(({ name }) => name)).toEqual(["lr"])
    }).pipe(
      Effect.provide(
        withModule(
          "conf: {exec: cat c.yml, flags-dest: 'config:c.yml', flags-import: all, flags: {lr: 0.5}}\ndefined: {exec: cat c.yml, flags-dest: 'config:c.yml', flags: {lr: null}}\n"
        )
      )
    )
  )

  it.effect("go into a configuration file at its place in the project, or at the top for one from outside of it", () =>
    Effect.gen(function* () {
      const specs = yield* Effect.forEach(["inside", "outside"], resolveOperation)
      expect(specs.flatMap(({ requires }) => requires.map(({ spec }) => spec))).toEqual([
        { config: "./a/b/c.yml", name: "config:./a/b/c.yml", "replace-existing": true, "target-path": "a/b" },
        { config: "../a/c.yml", name: "config:../a/c.yml", "replace-existing": true }
      ])
    }).pipe(
      Effect.provide(
        withModule(
          "inside: {exec: a, flags-import: no, flags-dest: 'config:./a/b/c.yml'}\noutside: {exec: a, flags-import: no, flags-dest: 'config:../a/c.yml'}\n"
        )
      )
    )
  )

  it.effect("of a configuration file that cannot be read are none, with a warning", () =>
    Effect.gen(function* () {
      warned.length = 0
      expect((yield* resolveOperation("bad")).flags).toEqual([])
      expect((yield* resolveOperation("gone")).flags).toEqual([])
      expect(warned[0]).toMatch(/^cannot import flags from bad.json.in: cannot read bad.json.in: .*JSON/)
      expect(warned[1]).toBe("cannot import flags from gone.yml: cannot find gone.yml")
    }).pipe(
      Effect.provide(
        withModule(
          "bad: {exec: a, flags-dest: 'config:bad.json.in', flags-import: all}\ngone: {exec: a, flags-dest: 'config:gone.yml', flags-import: all}\n"
        )
      )
    )
  )

  it.effect("that cannot be read are warned of, and the operation stands", () =>
    Effect.gen(function* () {
      warned.length = 0
      expect((yield* resolveOperation("broken.py")).flags).toEqual([])
      expect((yield* resolveOperation("gone")).flags).toEqual([])
      expect(warned).toEqual([
        "cannot import flags from broken.py, line 3: invalid syntax",
        "cannot import flags from gone: No module named gone"
      ])
    }).pipe(Effect.provide(withModule("gone: gone\n", "/p/broken.py")))
  )
})
